#include "socket_mode.hpp"

#include "askd/first.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;
using namespace boost::asio::experimental::awaitable_operators;
using std::chrono::milliseconds;

constexpr milliseconds hello_patience = 10s;
constexpr milliseconds pause_least = 500ms, pause_most = 60s;
constexpr milliseconds crowd_pause = 30s;
constexpr milliseconds switched_off_pause = 5min;
// A connection that lived this long was a good one.
constexpr milliseconds good_life = 30s;
constexpr int closing_steps = 10, closing_steps_most = 60;
// Slack drops an acknowledgement of more bytes without a word.
constexpr std::size_t acknowledgement_max = 20'000;

Error silent() { return Error{Fault::unavailable, "Slack's WebSocket didn't say hello within ten seconds.", {}}; }

}  // namespace

std::string app_in_token(std::string_view token) {
  if (!token.starts_with("xapp-")) return {};
  token.remove_prefix(5);
  const std::size_t from = token.find("-A");
  if (from == std::string_view::npos) return {};
  const std::size_t end = token.find('-', from + 1);
  if (end == std::string_view::npos) return {};
  return std::string(token.substr(from + 1, end - from - 1));
}

SocketMode::SocketMode(WebApi& api, Account& account, Intake& intake, CatchUp& catch_up, Clock clock)
    : api_(api), account_(account), intake_(intake), catch_up_(catch_up), clock_(std::move(clock)) {
  random_ = static_cast<std::uint64_t>(clock_().time_since_epoch().count()) | 1;
}

Async<Result<>> SocketMode::run(Host& host) {
  fatal_.reset();
  dialing_ = fresh_ = failures_ = 0;
  co_await first_of(slots(host), ended());
  co_return *fatal_;
}

Async<> SocketMode::slots(Host& host) { co_await (slot(host) && slot(host) && slot(host) && slot(host)); }

Async<> SocketMode::ended() {
  while (!fatal_) co_await bell_.wait();
}

Async<> SocketMode::slot(Host& host) {
  for (;;) {
    while (fatal_ || fresh_ + dialing_ >= target) co_await bell_.wait();
    ++dialing_;
    Line line;
    line.socket = co_await dial(host);
    --dialing_;
    if (line.socket == nullptr) continue;
    if (++fresh_ == 1) catch_up_.wanted();
    trouble_.clear();
    host.report(catch_up_.trouble());
    bell_.ring();
    const Instant since = clock_();
    co_await serve(host, line);
    if (clock_() - since >= good_life)
      failures_ = 0;
    else
      hold_until_ = std::max(hold_until_, clock_() + next_pause());
    const bool cut = !line.retired;
    retire(line);
    // What Slack sent there last has reached nobody, and it isn't said that it comes again over the other connection.
    if (cut && fresh_ > 0) catch_up_.wanted();
    complain(host, "Slack's WebSocket was cut; connecting again.");
  }
}

// Null only once nothing can help any more.
Async<std::unique_ptr<Socket>> SocketMode::dial(Host& host) {
  for (;;) {
    while (clock_() < hold_until_) co_await host.sleep(hold_until_ - clock_());
    auto connected = co_await connect(host);
    if (connected) co_return std::move(*connected);
    Error error = connected.error();
    if (is_final(error)) {
      fatal_ = std::move(error);
      bell_.ring();
      co_return nullptr;
    }
    complain(host, error.message);
    co_await pause_after(host, std::move(error));
  }
}

Async<> SocketMode::pause_after(Host& host, Error error) {
  const milliseconds pause = next_pause();
  // Whoever dials beside this one is asked to wait, too.
  if (error.retry_after) hold_until_ = std::max(hold_until_, clock_() + *error.retry_after);
  co_await host.sleep(std::max(pause, pause_or(error, pause)));
}

milliseconds SocketMode::next_pause() {
  return jitter(std::min(pause_most, pause_least * (1 << std::min(failures_++, 8))));
}

milliseconds SocketMode::jitter(milliseconds most) {
  random_ = random_ * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
  const auto half = static_cast<std::uint64_t>(most.count()) / 2;
  return milliseconds(static_cast<std::int64_t>(half + (random_ >> 33) % (half + 1)));
}

Async<Result<std::unique_ptr<Socket>>> SocketMode::connect(Host& host) {
  auto first = co_await first_of(greeted(host), host.sleep(api_.patience + hello_patience));
  if (first.index() == 1) co_return silent();
  co_return std::move(std::get<0>(first));
}

namespace {
Async<Result<std::string>> first_frame(Host& host, Socket& socket) {
  auto first = co_await first_of(socket.read(), host.sleep(hello_patience));
  if (first.index() == 1) co_return silent();
  co_return std::move(std::get<0>(first));
}
}  // namespace

Async<Result<std::unique_ptr<Socket>>> SocketMode::greeted(Host& host) {
  auto url = co_await api_.open_connection(host);
  if (!url) co_return url.error();
  auto socket = co_await host.connect(std::move(*url), Headers());
  if (!socket) {
    // The address holds a ticket, but a host repeats nothing of an address but where it leads.
    Error error = socket.error();
    error.message = "Slack's WebSocket can't be reached: " + error.message;
    co_return error;
  }
  auto text = co_await first_frame(host, **socket);
  if (!text) co_return text.error();
  const Frame frame = read_frame(*text, account_.self());
  const Hello* hello = std::get_if<Hello>(&frame);
  if (const Disconnect* gone = std::get_if<Disconnect>(&frame)) {
    Line line;
    line.retired = true;
    disconnected(host, line, gone->reason);
  }
  if (hello == nullptr) co_return Error{Fault::unavailable, "Slack's WebSocket began without a hello.", {}};
  const std::string& app = account_.self().app;
  if (!app.empty() && !hello->app.empty() && hello->app != app)
    co_return Error{Fault::forbidden, "Slack's WebSocket is that of another app: look whether app_token is right.", {}};
  if (app.empty()) account_.learn_app(hello->app);
  co_return std::move(*socket);
}

Async<> SocketMode::serve(Host& host, Line& line) { co_await (read_on(host, line) && close_when_due(host, line)); }

Async<> SocketMode::read_on(Host& host, Line& line) {
  for (;;) {
    auto text = co_await line.socket->read();
    if (!text) break;
    line.busy = true;
    co_await take(host, line, std::move(*text));
    line.busy = false;
  }
  line.over = true;
  line.bell.ring();
}

// Slack may never end a connection that it took leave of.
Async<> SocketMode::close_when_due(Host& host, Line& line) {
  while (!line.retired && !line.over) co_await line.bell.wait();
  for (int step = 0; step < closing_steps_most && !line.over; ++step) {
    co_await host.sleep(1s);
    const bool due = fresh_ >= target || step + 1 >= closing_steps;
    if (due && !line.busy) break;
  }
  if (!line.over) co_await line.socket->close();
}

void SocketMode::complain(Host& host, const std::string& what) {
  if (fresh_ == 0 && !fatal_) host.report(trouble_.empty() ? what : trouble_);
}

void SocketMode::retire(Line& line) {
  if (line.retired) return;
  line.retired = true;
  if (--fresh_ == 0) catch_up_.deaf();
  line.bell.ring();
  bell_.ring();
}

void SocketMode::disconnected(Host& host, Line& line, const std::string& reason) {
  if (reason == "link_disabled") {
    hold_until_ = clock_() + switched_off_pause;
    trouble_ = "Socket Mode is turned off in the app's settings: turn it on, or set mode: events.";
  } else if (reason == "too_many_websockets") {
    hold_until_ = clock_() + crowd_pause + jitter(crowd_pause);
    trouble_ = "The app has too many WebSockets: does another askd use the same app_token?";
  }
  if (!trouble_.empty()) host.report(trouble_);
  retire(line);
}

Async<> SocketMode::take(Host& host, Line& line, std::string text) {
  Frame frame = read_frame(text, account_.self());
  if (const Disconnect* gone = std::get_if<Disconnect>(&frame)) disconnected(host, line, gone->reason);
  if (Envelope* envelope = std::get_if<Envelope>(&frame)) co_await acknowledge(host, line, std::move(*envelope));
}

Async<> SocketMode::acknowledge(Host& host, Line& line, Envelope envelope) {
  Rest rest = co_await intake_.take(host, std::move(envelope.happening));
  if (!envelope.id.empty()) {
    Json answer = {{"envelope_id", envelope.id}};
    if (rest.answer && envelope.takes_answer) answer["payload"] = *rest.answer;
    if (std::string whole = dump(answer); whole.size() > acknowledgement_max) answer.erase("payload");
    std::string frame = dump(answer);
    co_await line.socket->write(std::move(frame));
  }
  if (!rest.revoked.empty()) {
    fatal_ = Error{Fault::unauthenticated, rest.revoked + " Install the app again, and give askd its new tokens.", {}};
    bell_.ring();
  }
  if (rest.held_back) catch_up_.wanted_later();
  intake_.finish(std::move(rest));
}

}  // namespace askd::adapters::slack

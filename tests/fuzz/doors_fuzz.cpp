// Whole requests to both doors of a running askd: whatever comes over a connection, the answers are HTTP, none is a
// 500, what says that it is JSON is JSON, and the log is whole afterwards. The agent's token is TOKEN, the owner's
// session COOKIE, the secret of a class SECRET; an ask is open, which is called ask_X, in the conversation cnv_X.
#include "api/door.hpp"
#include "api/first_start.hpp"
#include "base/check.hpp"
#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "engine/pump.hpp"
#include "engine/service.hpp"
#include "inbox/door.hpp"
#include "net/response_reader.hpp"
#include "net/router.hpp"
#include "net/server.hpp"
#include "store/memory_kv.hpp"
#include "store/store.hpp"

#include <nlohmann/json.hpp>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace askd;
namespace asio = boost::asio;

constexpr Instant now{std::chrono::milliseconds(1'700'000'000'000)};

// A fresh one for each input, so that what is found can be found again.
class Askd {
 public:
  Askd()
      : engine_(store_->load().value(), roster()),
        pump_(io_.get_executor(), engine_, *store_, clock_, [](const Error& error) { CHECK(false, error.message); }),
        service_(pump_, *store_, ids_),
        agents_(service_, {.public_url = "http://ask.test", .version = "0.1"}),
        people_(service_, {.public_url = "http://ask.test", .version = "0.1"}),
        server_(io_, {}, [this](net::Request& request, net::Exchange& exchange) { return serve(request, exchange); }),
        path_("/tmp/askd-doors-fuzz-" + std::to_string(::getpid())) {
    CHECK(server_.listen_unix(path_, 0600).has_value());
    agents_.mount(to_agents_);
    people_.mount(to_people_);
    asio::co_spawn(io_, pump_.run(), asio::detached);
    found();
  }
  ~Askd() { run(server_.stop(std::chrono::seconds(5))); }

  // Everything that comes back until the server closes.
  std::string exchange(std::string bytes) {
    put_in_place(bytes, "ask_X", ask_.text());
    put_in_place(bytes, "cnv_X", conversation_.text());
    const int client = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, path_.c_str(), path_.size() + 1);
    CHECK(::connect(client, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0, std::strerror(errno));
    CHECK(::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()));
    CHECK(::shutdown(client, SHUT_WR) == 0);
    std::string answers;
    bool open = true;
    until([&] {
      std::array<char, 65'536> piece{};
      const auto got = ::recv(client, piece.data(), piece.size(), MSG_DONTWAIT);
      if (got > 0) answers.append(piece.data(), static_cast<std::size_t>(got));
      if (got == 0 || (got < 0 && errno != EAGAIN)) open = false;
      return !open;
    });
    ::close(client);
    return answers;
  }

  void check_log() {
    run(pump_.drained());
    const auto whole = store_->verify();
    CHECK(whole.has_value(), whole ? "" : whole.error().message);
  }

 private:
  // A class whose secret is SECRET.
  static core::Roster roster() {
    core::RosterClass workers;
    workers.name = "workers";
    workers.secret = crypto::sha256("SECRET");
    workers.capabilities = {core::Capability::read_channels, core::Capability::post_messages};
    workers.channels = {"#general"};
    core::Roster roster;
    roster.classes = {workers};
    return roster;
  }

  // A Unix socket leaves no ports behind that other tests would miss, but who comes over it is the operator; here they
  // are to be anybody on this machine.
  Async<> serve(net::Request& request, net::Exchange& exchange) {
    request.local = false;
    request.loopback = true;
    request.peer = "127.0.0.1";
    return (api::Door::is_for(request) ? to_agents_ : to_people_).serve(request, exchange);
  }

  void found() {
    auto start = api::first_start(ids_, now, "ana@example.com", "", "bot", "");
    start.input.agent.tokens.at(0).hash = crypto::sha256("TOKEN");
    const core::Session session{ids_.next<SessionId>(now), start.input.owner.id, crypto::sha256("COOKIE"), now,
                                now + std::chrono::hours(24)};
    core::asks::Requested wanted;
    wanted.id = ask_;
    wanted.agent = start.input.agent.id;
    wanted.conversation = conversation_;
    wanted.question.title = "Ship it?";
    wanted.question.form = core::Approval{};
    submit(core::people::Input{std::move(start.input)});
    submit(core::people::Input{core::people::SignedIn{session}});
    submit(core::asks::Input{std::move(wanted)});
  }

  static void put_in_place(std::string& bytes, std::string_view name, const std::string& id) {
    for (auto at = bytes.find(name); at != bytes.npos; at = bytes.find(name, at + id.size()))
      bytes.replace(at, name.size(), id);
  }

  void submit(core::Input input) {
    pump_.submit(std::move(input), [](const core::Outcome& outcome) { CHECK(!outcome.error); });
    run(pump_.drained());
  }

  template <class Done>
  void until(Done done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(8);
    while (!done()) {
      CHECK(std::chrono::steady_clock::now() < end, "askd doesn't come to an end with a connection.");
      if (io_.poll() == 0) io_.run_one_for(std::chrono::milliseconds(1));
    }
  }
  void run(Async<> coroutine) {
    bool ended = false;
    asio::co_spawn(io_, std::move(coroutine), [&](std::exception_ptr) { ended = true; });
    until([&] { return ended; });
  }

  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  IdSource ids_{7};
  AskId ask_ = ids_.next<AskId>(now);
  ConversationId conversation_ = ids_.next<ConversationId>(now);
  std::unique_ptr<store::Store> store_ =
      store::Store::open(std::make_shared<store::MemoryKv>(), {.threads = 1}).value();
  engine::Engine engine_;
  engine::Clock clock_{[] { return now; }, [] { return now.time_since_epoch(); }};
  engine::Pump pump_;
  engine::Service service_;
  api::Door agents_;
  inbox::Door people_;
  net::Router to_agents_;
  net::Router to_people_;
  net::Server server_;
  std::string path_;
};

void check_answer(const net::ClientResponse& response, const std::string& body) {
  CHECK(response.status >= 100 && response.status != 500, "A request makes a 500.");
  const auto type = response.header("Content-Type").value_or("");
  if (type.find("json") == type.npos || body.empty()) return;
  const auto parsed = json::parse(body);
  CHECK(parsed.has_value(), "An answer says that it is JSON, and isn't.");
  if (response.status >= 400) CHECK((*parsed)["status"] == response.status, "A problem has another status.");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 20'000) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Askd askd;
  net::Buffer answers;
  answers.append(askd.exchange(std::string(bytes)));
  // Answers to HEAD have no bodies, which only who sent it knows.
  const bool readable = bytes.find("HEAD ") == bytes.npos;
  while (readable && !answers.empty()) {
    net::ClientResponse response;
    std::string body;
    net::ResponseReader reader(response, false, [&](std::string_view piece) {
      body += piece;
      return true;
    });
    const auto read = reader.read(answers);
    CHECK(read.has_value(), read ? "" : read.error().message);
    // A held answer or a stream is cut when its reader has hung up.
    if (!reader.done()) break;
    check_answer(response, body);
    if (response.status == 101) break;
  }
  askd.check_log();
  return 0;
}

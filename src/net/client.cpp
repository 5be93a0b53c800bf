// Sends a request and reads its answer.
#include "net/client.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

#include "net/client_pool.hpp"
#include "net/response_reader.hpp"

namespace askd::net {
namespace {

using std::chrono::steady_clock;
using End = std::optional<steady_clock::time_point>;

bool has_field(const Fields& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(), [name](const auto& field) { return same_name(field.first, name); });
}

Result<std::string> request_text(const ClientRequest& request, const Route& route, const std::string& target,
                                 const std::string& user_agent) {
  const std::string before = route.forwarded() ? "http://" + route.origin.authority : "";
  std::string out = request.method + " " + before + target + " HTTP/1.1\r\n";
  if (!is_clean(request.method) || request.method.empty()) return invalid("A request's method must be a token.");
  if (!has_field(request.headers, "Host")) out += "Host: " + route.origin.authority + "\r\n";
  if (route.forwarded() && !route.proxy->authorization.empty())
    out += "Proxy-Authorization: " + route.proxy->authorization + "\r\n";
  if (!has_field(request.headers, "User-Agent")) out += "User-Agent: " + user_agent + "\r\n";
  for (const auto& [name, value] : request.headers) {
    if (!is_clean(name) || !is_clean(value)) return invalid("The header " + name + " holds a line end or a NUL.");
    out.append(name).append(": ").append(value).append("\r\n");
  }
  const bool sized = !request.body.empty() || request.method == "POST" || request.method == "PUT";
  if (sized) out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  out += "\r\n";
  out += request.body;
  return out;
}

bool may_repeat(const ClientRequest& request) {
  static constexpr std::array<std::string_view, 5> idempotent{"GET", "HEAD", "OPTIONS", "PUT", "DELETE"};
  return std::find(idempotent.begin(), idempotent.end(), request.method) != idempotent.end() ||
         has_field(request.headers, "Idempotency-Key");
}

// One request on one connection.
class Attempt {
 public:
  Attempt(const ClientRequest& request, Link& link, Deadline& deadline, End end)
      : request_(request),
        link_(link),
        deadline_(deadline),
        end_(end),
        reader_(response_, request.method == "HEAD", [this](std::string_view piece) { return take(piece); }) {
    deadline_.guard(&link_.stream);
  }
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;
  ~Attempt() { deadline_.guard(nullptr); }

  Async<Result<>> run(const std::string& text) {
    auto sent = co_await write(text);
    // A server may answer and hang up before it has read everything: the answer counts.
    auto read = co_await read_answer();
    if (too_large_) {
      const std::string most = std::to_string(request_.answer_max);
      co_return Error{Fault::too_large, "its answer is larger than " + most + " bytes"};
    }
    if (deadline_.passed()) co_return Error{Fault::unavailable, "the time for the request is up"};
    if (!read && !sent) co_return sent;
    co_return read;
  }

  bool begun() const { return reader_.begun(); }
  bool reusable() const { return reader_.keep_alive() && link_.in.empty() && link_.stream.open() && whole_sent_; }
  ClientResponse& response() { return response_; }

 private:
  bool take(std::string_view piece) {
    if (request_.on_chunk) return request_.on_chunk(response_, piece);
    too_large_ = response_.body.size() + piece.size() > request_.answer_max;
    if (!too_large_) response_.body += piece;
    return !too_large_;
  }

  Async<Result<>> write(std::string_view text) {
    while (!text.empty()) {
      const auto [state, size] = link_.stream.write(text);
      if (state == Stream::State::moved) {
        text.remove_prefix(size);
        continue;
      }
      const bool again = state == Stream::State::blocked && co_await link_.stream.wait();
      if (!again) co_return Error{Fault::unavailable, "it hung up before it had the whole request"};
    }
    whole_sent_ = true;
    co_return boost::system::in_place_value;
  }

  Async<Result<>> read_answer() {
    std::vector<char> piece(16384);
    while (!reader_.done()) {
      if (request_.quiet) deadline_.set(earlier(steady_clock::now() + *request_.quiet));
      const auto [state, size] = link_.stream.read(piece.data(), piece.size());
      if (state == Stream::State::moved) {
        link_.in.append(std::string_view(piece.data(), size));
        auto read = reader_.read(link_.in);
        if (!read) co_return read;
      } else if (state == Stream::State::ended) {
        co_return reader_.end();
      } else if (state == Stream::State::failed || !co_await link_.stream.wait()) {
        co_return Error{Fault::unavailable, "the connection broke"};
      }
    }
    co_return boost::system::in_place_value;
  }

  steady_clock::time_point earlier(steady_clock::time_point other) const {
    return end_ ? std::min(*end_, other) : other;
  }

  const ClientRequest& request_;
  Link& link_;
  Deadline& deadline_;
  End end_;
  ClientResponse response_;
  ResponseReader reader_;
  bool too_large_ = false;
  bool whole_sent_ = false;
};

// For a redirect (RFC 9110, 15.4): the method and body that go on, and no credentials for strangers.
Result<> redirect(ClientRequest& request, const ClientResponse& response, const Origin& from) {
  auto next = resolve_url(request.url, *response.header("Location"));
  if (!next) return next.error();
  const auto to = parse_url(*next, request.unix_socket);
  if (!to) return to.error();
  if (from.tls && !to->origin.tls) return invalid("it redirects from https to http");
  if (to->origin.key() != from.key()) {
    std::erase_if(request.headers, [](const auto& field) {
      return same_name(field.first, "Authorization") || same_name(field.first, "Cookie") ||
             same_name(field.first, "Host");
    });
    if (!request.unix_socket.empty()) return invalid("it redirects away from its socket");
  }
  const bool becomes_get =
      response.status == 303 || ((response.status == 301 || response.status == 302) && request.method == "POST");
  if (becomes_get && request.method != "HEAD") {
    request.method = "GET";
    request.body.clear();
    std::erase_if(request.headers, [](const auto& field) { return same_name(field.first, "Content-Type"); });
  }
  request.url = std::move(*next);
  --request.redirects;
  return boost::system::in_place_value;
}

bool is_redirect(const ClientResponse& response) {
  const int status = response.status;
  return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
         response.header("Location");
}

// All references outlive the coroutine.
Async<Result<ClientResponse>> perform(Client::Pool& pool, const ClientRequest& request, const Route& route,
                                      const std::string& text, End end) {
  Deadline deadline(pool.io);
  for (bool fresh = false;; fresh = true) {
    std::unique_ptr<Link> link = fresh ? nullptr : pool.take(route);
    if (link == nullptr) {
      const auto connected_by = steady_clock::now() + request.connect_timeout;
      deadline.set(end ? std::min(*end, connected_by) : connected_by);
      auto connected = co_await pool.connect(route, deadline);
      // Where a kept connection was tried before, it may have taken the request.
      if (!connected) {
        Error error = connected.error();
        error.unsent = !fresh;
        co_return error;
      }
      link = std::move(*connected);
    }
    deadline.set(end);
    Attempt attempt(request, *link, deadline, end);
    auto ran = co_await attempt.run(text);
    const bool stale = link->used && !attempt.begun() && !deadline.passed();
    if (!ran && stale && may_repeat(request)) continue;
    if (!ran) co_return ran.error();
    ClientResponse response = std::move(attempt.response());
    const bool reusable = attempt.reusable();
    deadline.guard(nullptr);
    if (reusable) pool.keep(route, std::move(link));
    // Only a proxy says this, and it isn't what the origin thinks of the request.
    if (route.forwarded() && response.status == 407)
      co_return Error{Fault::unavailable, "the proxy " + route.proxy->name() + " takes no such user (407)"};
    co_return response;
  }
}

}  // namespace

std::optional<std::chrono::seconds> ClientResponse::retry_after() const {
  constexpr std::chrono::seconds most = std::chrono::hours(24);
  const auto text = header("Retry-After");
  if (!text) return std::nullopt;
  std::uint32_t count = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), count);
  if (fault != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return std::min(std::chrono::seconds(count), most);
}

Client::Client(boost::asio::io_context& io, ClientSettings settings)
    : pool_(std::make_shared<Pool>(io, std::move(settings))) {}

Client::~Client() { pool_->resolver.reset(); }

void Client::close() { pool_->close(); }

Async<Result<>> Client::reachable(std::string url) {
  const auto pool = pool_;
  const std::string no_socket;
  const auto parsed = parse_url(url, no_socket);
  if (!parsed) co_return parsed.error();
  const ClientRequest usual;
  const Route route = pool->route(parsed->origin, false);
  // The proxy looks the name up, and decides.
  if (route.proxy != nullptr) co_return boost::system::in_place_value;
  auto allowed = co_await pool->resolve(route, usual.connect_timeout);
  if (!allowed) co_return about(parsed->origin, allowed.error());
  co_return boost::system::in_place_value;
}

Async<Result<ClientResponse>> Client::send(ClientRequest request) {
  const auto pool = pool_;
  End end;
  if (request.timeout) end = steady_clock::now() + *request.timeout;
  for (bool redirected = false;; redirected = true) {
    const auto url = parse_url(request.url, request.unix_socket);
    if (!url) co_return url.error();
    const Route route = pool->route(url->origin, false);
    const auto text = request_text(request, route, url->target, pool->settings.user_agent);
    if (!text) co_return text.error();
    auto response = co_await perform(*pool, request, route, *text, end);
    if (!response) {
      Error error = about(url->origin, response.error());
      if (redirected) error.unsent = false;  // whoever redirected it has had it
      co_return error;
    }
    if (!is_redirect(*response) || request.redirects <= 0) co_return response;
    auto next = redirect(request, *response, url->origin);
    if (!next) co_return about(url->origin, next.error());
  }
}

}  // namespace askd::net

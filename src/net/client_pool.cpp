// Urls, names, connections.
#include "net/client_pool.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/url.hpp>

#include "net/awaited.hpp"
#include "net/tls.hpp"
#include "net/tunnel.hpp"

namespace askd::net {
namespace {

namespace asio = boost::asio;
namespace urls = boost::urls;
using asio::ip::tcp;
using std::chrono::steady_clock;

Error unavailable(std::string clause) { return Error{Fault::unavailable, std::move(clause)}; }

std::string text(urls::string_view from) { return {from.data(), from.size()}; }

// Boost takes any digits, and those of a larger number for another one.
bool is_port(const std::string& digits) {
  unsigned port = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return fault == std::errc{} && end == digits.data() + digits.size() && port >= 1 && port <= 65'535;
}

// A kept connection on which something arrives unasked, mostly its end, is of no use.
bool is_quiet(Link& link) {
  char byte = 0;
  const auto got = ::recv(link.stream.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && errno == EAGAIN;
}

}  // namespace

std::string Origin::key() const { return (tls ? "https " : "http ") + authority + " " + unix_socket; }
std::string Route::key() const {
  return proxy == nullptr ? origin.key() : origin.key() + " " + proxy->name() + " " + proxy->authorization;
}
std::string Origin::name() const { return unix_socket.empty() ? authority : unix_socket; }

Result<Url> parse_url(std::string_view given, const std::string& unix_socket) {
  const std::string quoted = "\"" + std::string(given) + "\"";
  const auto parsed = urls::parse_uri(urls::string_view(given.data(), given.size()));
  if (!parsed) return invalid(quoted + " isn't a url.");
  const urls::url_view& url = *parsed;
  if (url.scheme_id() != urls::scheme::http && url.scheme_id() != urls::scheme::https)
    return invalid(quoted + " must begin with https:// or http://.");
  if (url.has_userinfo()) return invalid("A url must not hold a name or password; use the Authorization header.");
  Url out;
  out.origin.tls = url.scheme_id() == urls::scheme::https;
  out.origin.host = url.host_type() == urls::host_type::ipv6 ? url.host_ipv6_address().to_string() : url.host();
  if (out.origin.host.empty()) return invalid(quoted + " names no host.");
  out.origin.port = url.has_port() && !url.port().empty() ? text(url.port()) : (out.origin.tls ? "443" : "80");
  if (!is_port(out.origin.port)) return invalid(quoted + " names no port that there is.");
  out.origin.authority = text(url.encoded_host());
  if (url.has_port() && !url.port().empty()) out.origin.authority += ":" + text(url.port());
  out.origin.unix_socket = unix_socket;
  out.target = text(url.encoded_path());
  if (out.target.empty()) out.target = "/";
  // Boost takes what isn't a number for the beginning of a path, and the port for one that isn't there.
  if (out.target.front() != '/') return invalid(quoted + " names no port that there is.");
  if (url.has_query()) out.target += "?" + text(url.encoded_query());
  return out;
}

Result<std::string> resolve_url(std::string_view base, std::string_view location) {
  const auto from = urls::parse_uri(urls::string_view(base.data(), base.size()));
  const auto to = urls::parse_uri_reference(urls::string_view(location.data(), location.size()));
  if (!from || !to) return invalid("it redirects to what isn't a url");
  urls::url out;
  if (!urls::resolve(*from, *to, out)) return invalid("it redirects to what isn't a url");
  return text(out.buffer());
}

bool is_clean(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos; }

Error about(const Origin& origin, Error error) {
  if (error.message.ends_with('.')) return error;
  error.message = origin.name() + " gave no answer: " + error.message + ".";
  return error;
}

void Deadline::set(std::optional<steady_clock::time_point> end) {
  end_ = end;
  const unsigned mine = ++state_->armed;
  if (!end) {
    timer_.cancel();
    return;
  }
  timer_.expires_at(*end);
  timer_.async_wait([state = state_, mine](boost::system::error_code) {
    if (state->armed != mine) return;
    state->passed = true;
    if (state->stream != nullptr) state->stream->close();
  });
}

std::chrono::milliseconds Deadline::left() const {
  if (!end_) return std::chrono::hours(1);
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(*end_ - steady_clock::now()),
                  std::chrono::milliseconds(0));
}

Route Client::Pool::route(Origin origin, bool bytes) const {
  Route route;
  route.tunnel = bytes || origin.tls;
  if (origin.unix_socket.empty()) route.proxy = settings.proxies.find(origin.tls, origin.host, origin.port);
  route.origin = std::move(origin);
  return route;
}

std::unique_ptr<Link> Client::Pool::take(const Route& route) {
  const auto found = idle_.find(route.key());
  if (found == idle_.end()) return nullptr;
  auto& links = found->second;
  const auto oldest = steady_clock::now() - settings.idle_timeout;
  std::unique_ptr<Link> link;
  while (link == nullptr && !links.empty()) {
    link = std::move(links.back());
    links.pop_back();
    if (link->idle_since < oldest || !is_quiet(*link)) link.reset();
  }
  if (links.empty()) idle_.erase(found);
  return link;
}

void Client::Pool::keep(const Route& route, std::unique_ptr<Link> link) {
  if (link->generation != generation_) return;
  auto& links = idle_[route.key()];
  if (links.size() >= settings.idle_max) return;
  link->used = true;
  link->idle_since = steady_clock::now();
  link->in.shrink();
  links.push_back(std::move(link));
}

Async<Result<std::vector<Client::Pool::Endpoint>>> Client::Pool::resolve(const Route& route,
                                                                         std::chrono::milliseconds at_most) {
  std::vector<Endpoint> endpoints;
  const Origin& origin = route.origin;
  const Proxy* proxy = route.proxy;
  if (!origin.unix_socket.empty()) {
    if (origin.unix_socket.size() >= 108) co_return invalid("the path of its socket is too long");
    endpoints.emplace_back(asio::local::stream_protocol::endpoint(origin.unix_socket));
    co_return endpoints;
  }
  const std::string& digits = proxy != nullptr ? proxy->port : origin.port;
  std::uint16_t port = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), port);
  std::string host = proxy != nullptr ? proxy->host : origin.host;
  const auto found = co_await resolver->resolve(std::move(host), at_most);
  if (!found && proxy != nullptr) co_return unavailable("the proxy " + proxy->name() + " isn't found");
  if (!found) co_return found.error();
  // Where the operator's own proxy is isn't for callers to choose.
  for (const auto& address : *found)
    if (proxy != nullptr || !settings.may_connect || settings.may_connect(address.to_string(), origin.tls))
      endpoints.emplace_back(tcp::endpoint(address, port));
  // Which address it was is nothing to tell an agent: it could learn the names of the inner network.
  if (endpoints.empty() && !found->empty()) co_return Error{Fault::forbidden, "its address may not be called", {}};
  co_return endpoints;
}

Async<Result<std::unique_ptr<Link>>> Client::Pool::connect(const Route& route, Deadline& deadline) {
  auto connected = co_await connect_to(route, deadline);
  deadline.guard(nullptr);
  if (deadline.passed()) co_return unavailable("connecting took too long");
  co_return connected;
}

Async<Result<std::unique_ptr<Link>>> Client::Pool::connect_to(const Route& route, Deadline& deadline) {
  const auto endpoints = co_await resolve(route, deadline.left());
  if (!endpoints) co_return endpoints.error();
  const std::string whom = route.proxy != nullptr ? "the proxy " + route.proxy->name() : "it";
  Error last = unavailable(whom + " has no address");
  for (const Endpoint& endpoint : *endpoints) {
    if (deadline.passed()) break;
    Stream::Socket socket(io);
    auto link = std::make_unique<Link>(std::move(socket));
    link->generation = generation_;
    deadline.guard(&link->stream);
    const auto [error] = co_await link->stream.socket().async_connect(endpoint, awaited);
    if (error) {
      last = unavailable(whom + " can't be reached (" + error.message() + ")");
      deadline.guard(nullptr);
      continue;
    }
    auto prepared = co_await prepare(route, *link);
    deadline.guard(nullptr);
    if (!prepared) co_return prepared.error();
    co_return link;
  }
  co_return last;
}

Async<Result<>> Client::Pool::prepare(const Route& route, Link& link) {
  if (!link.stream.open()) co_return unavailable("connecting was cut");
  link.stream.socket().native_non_blocking(true);
  const int on = 1;
  if (route.origin.unix_socket.empty())
    ::setsockopt(link.stream.socket().native_handle(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (route.proxy != nullptr && route.tunnel) {
    auto dug = co_await dig(route, link, settings.user_agent);
    if (!dug) co_return dug;
  }
  auto secured = Result<>(boost::system::in_place_value);
  if (route.origin.tls) secured = co_await secure(route.origin, link);
  co_return secured;
}

Async<Result<>> Client::Pool::secure(const Origin& origin, Link& link) {
  if (tls_ == nullptr) {
    auto made = client_tls(settings.authorities_file);
    if (!made) co_return made.error();
    tls_ = std::move(*made);
  }
  auto begun = link.stream.secure_as_client(tls_, origin.host);
  if (!begun) co_return begun;
  for (;;) {
    const auto [state, size] = link.stream.handshake();
    if (state == Stream::State::moved) co_return begun;
    if (state != Stream::State::blocked) co_return invalid("the TLS handshake failed (" + link.stream.failure() + ")");
    if (!co_await link.stream.wait()) co_return unavailable("the TLS handshake was cut");
  }
}

}  // namespace askd::net

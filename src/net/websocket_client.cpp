// From a url to a socket, and what it says where there is none.
#include "net/websocket_client.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/unicode.hpp"
#include "net/client_pool.hpp"
#include "net/response_reader.hpp"
#include "net/target.hpp"
#include "net/websocket_session.hpp"

namespace askd::net {
namespace {

using std::chrono::steady_clock;

// Shorter ones stand in every text by chance.
constexpr std::size_t secret_min = 4;

class OutgoingSocket final : public askd::Socket {
 public:
  explicit OutgoingSocket(WebSocketSession::Self session) : session_(std::move(session)) {}
  OutgoingSocket(const OutgoingSocket&) = delete;
  OutgoingSocket& operator=(const OutgoingSocket&) = delete;
  ~OutgoingSocket() override { session_->abandon(); }

  // No coroutines of their own: such a one would refer to this, which may go first.
  Async<Result<std::string>> read() override { return WebSocketSession::receive(session_); }
  Async<Result<>> write(std::string message) override { return WebSocketSession::send(session_, std::move(message)); }
  Async<> close() override { return WebSocketSession::close(session_); }

 private:
  WebSocketSession::Self session_;
};

// parse_url() repeats what it can't read.
Result<Url> parse_websocket_url(std::string_view text) {
  const auto colon = text.find(':');
  const std::string_view scheme = text.substr(0, colon);
  const bool tls = same_name(scheme, "wss");
  if (colon == text.npos || !(tls || same_name(scheme, "ws")))
    return invalid("The url of a WebSocket must begin with wss:// or ws://.");
  const std::string as_http = (tls ? "https" : "http") + std::string(text.substr(colon));
  auto url = parse_url(as_http, {});
  if (!url) return invalid("The url of a WebSocket must be wss://host[:port]/path, without a name or password.");
  return url;
}

// What belongs to the handshake itself, or would end the request early.
Result<> check(const Fields& headers) {
  static constexpr std::array<std::string_view, 8> ours{"Connection",
                                                        "Upgrade",
                                                        "Sec-WebSocket-Key",
                                                        "Sec-WebSocket-Version",
                                                        "Sec-WebSocket-Extensions",
                                                        "Sec-WebSocket-Accept",
                                                        "Content-Length",
                                                        "Transfer-Encoding"};
  for (const auto& [name, value] : headers) {
    const auto is_it = [&name = name](std::string_view other) { return same_name(name, other); };
    if (std::any_of(ours.begin(), ours.end(), is_it))
      return invalid("The header " + name + " is the WebSocket's own to write.");
    if (name.empty() || !is_clean(name) || name.find_first_of(" :\t") != std::string::npos || !is_clean(value))
      return invalid("A header of a WebSocket's request isn't one.");
  }
  return boost::system::in_place_value;
}

std::vector<std::string> secrets_of(const Url& url, const Fields& headers) {
  std::vector<std::string> secrets;
  const auto add = [&secrets](std::string_view text) {
    if (text.size() >= secret_min) secrets.emplace_back(text);
  };
  const auto question = url.target.find('?');
  std::string_view query = question == std::string::npos ? "" : std::string_view(url.target).substr(question + 1);
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    const auto equals = pair.find('=');
    const std::string_view value = equals == pair.npos ? pair : pair.substr(equals + 1);
    add(value);
    if (const auto decoded = percent_decode(value, true)) add(*decoded);
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
  }
  for (const auto& [name, value] : headers) {
    add(value);
    if (const auto space = value.rfind(' '); space != std::string::npos) add(std::string_view(value).substr(space + 1));
  }
  return secrets;
}

// What a server says, where it is words and holds nothing of ours.
std::string excerpt(const std::string& body, const Url& url, const Fields& headers) {
  const std::string_view words = unicode::trim(body);
  if (words.empty() || words.starts_with('<') || !unicode::valid_utf8(words)) return {};
  for (const std::string& secret : secrets_of(url, headers))
    if (body.find(secret) != std::string::npos) return {};
  return ", " + unicode::quoted(words);
}

Fault fault_of(int status) {
  switch (status) {
    case 401:
      return Fault::unauthenticated;
    case 403:
      return Fault::forbidden;
    case 404:
    case 410:
      return Fault::not_found;
    case 429:
      return Fault::rate_limited;
    case 408:
      return Fault::unavailable;
    default:
      return status >= 500 ? Fault::unavailable : Fault::invalid;
  }
}

// `answer` is what came in place of a WebSocket.
Error explain(const std::string& answer, const std::string& reason, const Url& url, const Fields& headers) {
  ClientResponse response;
  std::string body;
  ResponseReader reader(response, false, [&body](std::string_view piece) { return body.append(piece), true; });
  Buffer in;
  in.append(answer);
  const auto read = reader.read(in);
  if (answer.empty()) return Error{Fault::unavailable, "it hung up before the WebSocket was open", {}};
  if (response.status == 0) return read ? invalid("its answer isn't HTTP/1.1") : read.error();
  if (response.status == 101) return invalid("its answer isn't that of a WebSocket (" + reason + ")");
  std::string message = url.origin.name() + " answered " + std::to_string(response.status) + " where a WebSocket was " +
                        "asked for" + excerpt(body, url, headers);
  const auto wait = response.retry_after();
  if (wait) message += "; it wants " + std::to_string(wait->count()) + " s of rest";
  return Error{fault_of(response.status), message + ".", {}, wait};
}

Async<Result<std::unique_ptr<askd::Socket>>> open_on(std::shared_ptr<Client::Pool> pool, WebSocketRequest request) {
  const auto url = parse_websocket_url(request.url);
  if (!url) co_return url.error();
  const auto checked = check(request.headers);
  if (!checked) co_return checked.error();
  const Route route = pool->route(url->origin, true);
  Deadline deadline(pool->io);
  deadline.set(steady_clock::now() + request.timeout);
  auto link = co_await pool->connect(route, deadline);
  if (!link) co_return about(url->origin, link.error());
  const auto session = std::make_shared<WebSocketSession>(pool->io, std::move(*link), request, url->origin.name());
  deadline.guard(&session->stream());
  Fields headers = request.headers;
  const auto is_agent = [](const auto& field) { return same_name(field.first, "User-Agent"); };
  if (std::none_of(headers.begin(), headers.end(), is_agent))
    headers.emplace_back("User-Agent", pool->settings.user_agent);
  std::string host = url->origin.authority, target = url->target;
  const auto error =
      co_await WebSocketSession::shake_hands(session, std::move(host), std::move(target), std::move(headers));
  deadline.guard(nullptr);
  if (!error && !deadline.passed()) {
    session->open();
    std::unique_ptr<askd::Socket> socket = std::make_unique<OutgoingSocket>(session);
    co_return socket;
  }
  Error why = explain(session->answer(), error.message(), *url, request.headers);
  // Where it has said why not, that counts for more than how long the rest of it took.
  if (deadline.passed() && !why.message.ends_with('.'))
    why = Error{Fault::unavailable, "opening a WebSocket took too long", {}};
  session->abandon();
  co_return about(url->origin, std::move(why));
}

}  // namespace

// No coroutine: one would ask for the client only later, when it may be gone.
Async<Result<std::unique_ptr<askd::Socket>>> open_websocket(Client& client, WebSocketRequest request) {
  return open_on(client.pool(), std::move(request));
}

}  // namespace askd::net

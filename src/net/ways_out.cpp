#include "net/ways_out.hpp"

#include <utility>

#include "net/byte_stream.hpp"
#include "net/networks.hpp"
#include "net/websocket_client.hpp"

namespace askd::net {
namespace {

constexpr int redirects_max = 3;

ClientSettings settings_of(const Proxies& proxies, std::string authorities_file) {
  ClientSettings settings;
  settings.user_agent = "askd/" ASKD_VERSION;
  settings.authorities_file = std::move(authorities_file);
  // A proxy would take what is sent in the clear to wherever it likes, and nobody asks may_connect about that.
  settings.proxies = proxies.for_tls_alone();
  settings.may_connect = [](const std::string& address, bool tls) { return tls || is_loopback_address(address); };
  return settings;
}

}  // namespace

WaysOut::WaysOut(boost::asio::io_context& io, const Proxies& proxies, std::string authorities_file)
    : client_(io, settings_of(proxies, std::move(authorities_file))) {}

Async<Result<askd::Response>> WaysOut::send(askd::Request request) {
  ClientRequest call;
  call.method = std::move(request.method);
  call.url = std::move(request.url);
  call.headers = std::move(request.headers);
  call.body = std::move(request.body);
  call.timeout = request.timeout;
  call.answer_max = request.response_max;
  call.redirects = redirects_max;
  auto answer = co_await client_.send(std::move(call));
  if (!answer) co_return answer.error();
  askd::Response response;
  response.status = answer->status;
  for (std::size_t i = 0; i < answer->headers.size(); ++i)
    response.headers.emplace_back(answer->headers[i].name, answer->headers[i].value);
  response.body = std::move(answer->body);
  co_return response;
}

Async<Result<std::unique_ptr<askd::Socket>>> WaysOut::connect(std::string url, askd::Headers headers) {
  WebSocketRequest request;
  request.url = std::move(url);
  request.headers = std::move(headers);
  co_return co_await open_websocket(client_, std::move(request));
}

Async<Result<std::unique_ptr<askd::Stream>>> WaysOut::dial(std::string address, bool tls) {
  DialRequest request;
  request.address = std::move(address);
  request.tls = tls;
  co_return co_await net::dial(client_, std::move(request));
}

}  // namespace askd::net

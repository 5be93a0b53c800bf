// The ways out that a backend's host gives its adapter: HTTPS, WebSockets and byte streams.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "askd/async.hpp"
#include "askd/host.hpp"
#include "askd/result.hpp"
#include "net/client.hpp"

namespace askd::net {

// What Host says of send(), connect() and dial() holds here. Certificates are verified, and plain http and ws go to
// this machine alone: no proxy is used for them.
class WaysOut {
 public:
  // `authorities_file` is trusted instead of the system's certificates; empty: the system's.
  WaysOut(boost::asio::io_context& io, const Proxies& proxies, std::string authorities_file);

  Async<Result<askd::Response>> send(askd::Request request);
  Async<Result<std::unique_ptr<askd::Socket>>> connect(std::string url, askd::Headers headers);
  Async<Result<std::unique_ptr<askd::Stream>>> dial(std::string address, bool tls);

 private:
  Client client_;
};

}  // namespace askd::net

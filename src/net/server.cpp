// The server's public face.
#include "net/server.hpp"

#include <utility>

#include "net/connection.hpp"
#include "net/listener.hpp"
#include "net/server_state.hpp"

namespace askd::net {
namespace {

void add(ServerState& state, int descriptor, std::shared_ptr<ServerTls> tls, std::string path = {}) {
  state.listeners.push_back(std::make_unique<Listener>(state, descriptor, std::move(tls), std::move(path)));
  state.listeners.back()->start();
}

}  // namespace

Server::Server(boost::asio::io_context& io, Limits limits, Handler handler, std::function<void(std::string)> log)
    : state_(std::make_shared<ServerState>(io, limits, std::move(handler), std::move(log))) {}

Server::~Server() {
  state_->begin_stop();
  state_->cut_all();
}

Result<std::uint16_t> Server::listen(const std::string& address, std::uint16_t port, std::shared_ptr<ServerTls> tls) {
  const auto descriptor = open_tcp(address, port);
  if (!descriptor) return descriptor.error();
  add(*state_, *descriptor, std::move(tls));
  return port_of(*descriptor);
}

Result<> Server::listen_unix(const std::string& path, unsigned mode) {
  const auto descriptor = open_unix(path, mode);
  if (!descriptor) return descriptor.error();
  add(*state_, *descriptor, nullptr, path);
  return boost::system::in_place_value;
}

Result<> Server::adopt(int descriptor, std::shared_ptr<ServerTls> tls) {
  auto ready = prepare_adopted(descriptor);
  if (!ready) return ready;
  add(*state_, descriptor, std::move(tls));
  return ready;
}

Async<> Server::stop(std::chrono::milliseconds grace) {
  const auto state = state_;
  if (state->stopping) {
    state->cut_all();
    co_return;
  }
  state->begin_stop();
  if (co_await state->ended.wait_for(grace)) co_return;
  state->cut_all();
  // A cut connection needs a turn of the loop to end; a handler that waits elsewhere may need longer than we wait.
  const std::chrono::milliseconds turn(200);
  co_await state->ended.wait_for(turn);
}

std::size_t Server::connections() const { return state_->open; }

void Server::sweep(std::chrono::steady_clock::time_point now) { state_->sweep(now); }

}  // namespace askd::net

// The stream that Beast's WebSocket stands on: our sockets with or without TLS, behind what HTTP has already read. Only
// websocket.cpp and websocket_session include it.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/role.hpp>

#include "net/websocket_bytes.hpp"

namespace askd::net {

// Into the first buffer that has room: Beast passes no other.
struct TakeBytes {
  template <class Buffers>
  Stream::Moved operator()(WebSocketBytes& wire, const Buffers& buffers) const {
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end; ++at) {
      const boost::asio::mutable_buffer to(*at);
      if (to.size() > 0) return wire.take(static_cast<char*>(to.data()), to.size());
    }
    return Stream::Moved{Stream::State::moved, 0};
  }
};

// A frame's head and its payload are buffers of their own; gathered, they leave in one packet and one TLS record.
struct PutBytes {
  template <class Buffers>
  Stream::Moved operator()(WebSocketBytes& wire, const Buffers& buffers) const {
    const auto scratch = wire.scratch();
    const std::size_t size = boost::asio::buffer_copy(boost::asio::buffer(scratch.data(), scratch.size()), buffers);
    return wire.put(std::string_view(scratch.data(), size));
  }
};

// One read or write. The wire may go while it waits.
template <class Attempt, class Buffers, class Handler>
class Transfer {
 public:
  using executor_type = boost::asio::associated_executor_t<Handler, Stream::Socket::executor_type>;
  using allocator_type = boost::asio::associated_allocator_t<Handler>;

  template <class AnyHandler>
  Transfer(WebSocketBytes& wire, const Buffers& buffers, AnyHandler&& handler)
      : wire_(wire.weak_from_this()),
        executor_(wire.stream().socket().get_executor()),
        buffers_(buffers),
        handler_(std::forward<AnyHandler>(handler)) {}

  executor_type get_executor() const noexcept { return boost::asio::get_associated_executor(handler_, executor_); }
  allocator_type get_allocator() const noexcept { return boost::asio::get_associated_allocator(handler_); }

  // What can be done at once is told later all the same, as asio's streams do: Beast counts on it.
  void start() {
    const auto wire = wire_.lock();
    const Stream::Moved moved = Attempt()(*wire, buffers_);
    if (moved.state == Stream::State::blocked) return wait(*wire);
    boost::asio::post(executor_, boost::beast::bind_front_handler(std::move(handler_), error_of(moved), moved.size));
  }

  void operator()(boost::system::error_code error) {
    const auto wire = wire_.lock();
    Stream::Moved moved;
    if (!error && wire != nullptr) moved = Attempt()(*wire, buffers_);
    if (moved.state == Stream::State::blocked) return wait(*wire);
    handler_(error_of(moved), moved.size);
  }

 private:
  static boost::system::error_code error_of(const Stream::Moved& moved) {
    if (moved.state == Stream::State::moved) return {};
    if (moved.state == Stream::State::ended) return boost::asio::error::eof;
    return boost::asio::error::connection_reset;
  }
  void wait(WebSocketBytes& wire) { wire.stream().socket().async_wait(wire.stream().waits_for(), std::move(*this)); }

  std::weak_ptr<WebSocketBytes> wire_;
  Stream::Socket::executor_type executor_;
  Buffers buffers_;
  Handler handler_;
};

class WebSocketLayer {
 public:
  using executor_type = Stream::Socket::executor_type;
  explicit WebSocketLayer(WebSocketBytes& wire) : wire_(wire) {}

  executor_type get_executor() const noexcept { return wire_.stream().socket().get_executor(); }

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    Transfer<TakeBytes, Buffers, std::decay_t<Handler>>(wire_, buffers, std::forward<Handler>(handler)).start();
  }
  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    Transfer<PutBytes, Buffers, std::decay_t<Handler>>(wire_, buffers, std::forward<Handler>(handler)).start();
  }

  void cut() { wire_.cut(); }

 private:
  WebSocketBytes& wire_;
};

// Beast finds these two by their argument. The connection ends itself, and lingers, when the handler has returned.
inline void beast_close_socket(WebSocketLayer& layer) { layer.cut(); }

template <class Handler>
void async_teardown(boost::beast::role_type, WebSocketLayer& layer, Handler&& handler) {
  boost::asio::post(layer.get_executor(),
                    boost::beast::bind_front_handler(std::forward<Handler>(handler), boost::system::error_code()));
}

}  // namespace askd::net

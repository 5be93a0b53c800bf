// The life of a WebSocket that askd opened: Beast's frames, whose turn it is to leave, pings and ends. Only
// websocket_client.cpp includes it.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "askd/async.hpp"
#include "askd/result.hpp"
#include "net/client_pool.hpp"
#include "net/io.hpp"
#include "net/websocket_client.hpp"
#include "net/websocket_layer.hpp"

namespace askd::net {

// Owned by the socket that the caller holds, and by each coroutine while it runs. Beast's handlers hold it weakly, so
// that it goes with the last of those whatever still waits.
class WebSocketSession : public WebSocketBytes {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Self = std::shared_ptr<WebSocketSession>;

  WebSocketSession(boost::asio::io_context& io, std::unique_ptr<Link> link, const WebSocketRequest& request,
                   std::string peer);

  // Without an error when the server has answered as it must. Nothing else before that.
  static Async<boost::system::error_code> shake_hands(Self self, std::string host, std::string target, Fields headers);
  // The beginning of what came during the handshake.
  const std::string& answer() const { return answer_; }
  // Begins to read and to ping.
  void open();

  static Async<Result<std::string>> receive(Self self);
  static Async<Result<>> send(Self self, std::string text);
  static Async<> close(Self self);
  // The first reason counts, and everything ends.
  void end(Error why);
  // Its owner goes.
  void abandon();

  Stream::Moved take(char* to, std::size_t size) override;
  Stream::Moved put(std::string_view bytes) override;
  Stream& stream() override { return link_->stream; }
  std::span<char> scratch() override { return scratch_; }
  void cut() override { link_->stream.close(); }

 private:
  // A message that waits for its turn, or the close.
  struct Outgoing {
    std::string text = {};
    bool bye = false;
    bool begun = false;
    std::optional<Result<>> result = {};
    Signal done = {};
  };

  void read_on();
  void read_some();
  void on_read(boost::system::error_code error, std::size_t size);
  void refuse_binary();
  Error explain(const boost::system::error_code& error) const;
  void send_on();
  void on_sent(const std::shared_ptr<Outgoing>& sent, boost::system::error_code error);
  static Async<Result<>> leave(Self self, std::shared_ptr<Outgoing> outgoing);
  void settle(Error why);
  bool has_news();
  // `deaf`: because the peer takes nothing.
  TimePoint end_at(bool& deaf) const;
  void tick();
  void arm();
  void ping(TimePoint now);
  Error over() const;

  std::unique_ptr<Link> link_;
  std::string peer_;
  std::size_t message_max_;
  std::chrono::milliseconds ping_every_;
  std::chrono::milliseconds quiet_;
  std::chrono::milliseconds farewell_;
  std::vector<char> scratch_;
  boost::asio::steady_timer timer_;
  boost::beast::websocket::stream<WebSocketLayer, false> stream_;

  std::string answer_;
  std::size_t answered_ = 0;  // bytes of the handshake
  std::optional<boost::system::error_code> shaken_ = {};
  bool open_ = false;

  std::string text_;  // of the message that comes
  std::size_t size_ = 0;
  bool reading_ = false;
  bool awaited_ = false;                      // somebody waits for arrived_
  std::optional<std::string> incoming_ = {};  // the message that waits for its reader
  Signal arrived_;

  std::deque<std::shared_ptr<Outgoing>> outgoing_;
  bool sending_ = false;
  bool pinging_ = false;

  std::optional<Error> ended_ = {};
  TimePoint heard_;
  bool spared_ = false;  // it was found to have sent something, which is still to be read
  TimePoint moved_;      // the last time the peer took something, or was first asked to
  TimePoint pinged_;
  TimePoint cut_at_ = TimePoint::max();
};

}  // namespace askd::net

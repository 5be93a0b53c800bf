// What a server's connections share.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include "net/exchange.hpp"
#include "net/io.hpp"
#include "net/limits.hpp"

namespace askd::net {

class Connection;
class Listener;

using TimePoint = std::chrono::steady_clock::time_point;
using Hook = boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

// Connections and listeners own a share of it, so it outlives the Server while coroutines still end.
class ServerState : public std::enable_shared_from_this<ServerState> {
 public:
  ServerState(boost::asio::io_context& loop, Limits bounds, Handler on_request, std::function<void(std::string)> log);
  ~ServerState();

  void joined(Connection& connection, bool is_refusing);
  void left(bool was_refusing);
  bool full() const { return open >= limits.connections_max; }

  void sweep(TimePoint now);
  void begin_stop();
  void cut_all();
  void say(std::string sentence) const;
  // The Date field's value, made once a second.
  const std::string& date();

  boost::asio::io_context& io;
  Limits limits;
  Handler handler;
  bool stopping = false;
  std::size_t open = 0;      // connections that are served
  std::size_t refusing = 0;  // connections that only hear a 503
  Signal ended;              // fires when the last connection has gone
  std::vector<std::unique_ptr<Listener>> listeners;
  std::array<char, 65536> scratch;  // what is read goes through here, so that no connection owns a read buffer

 private:
  void arm();

  std::function<void(std::string)> log_;
  boost::intrusive::list<Connection, boost::intrusive::base_hook<Hook>, boost::intrusive::constant_time_size<false>>
      connections_;
  boost::asio::steady_timer timer_;
  bool armed_ = false;
  long long date_seconds_ = -1;
  std::string date_;
};

}  // namespace askd::net

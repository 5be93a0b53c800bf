// What names stand for, looked up beside the event loop: one that isn't answered holds up nobody else.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>

#include "askd/async.hpp"
#include "askd/result.hpp"

namespace askd::net {

// The system's resolver can't be asked without a thread, nor called off. So each lookup has a thread while it lasts, up
// to a number; further ones queue. Who waits stops waiting in time, whatever the thread does.
class Resolver {
 public:
  using Addresses = std::vector<boost::asio::ip::address>;
  // Runs on a thread of its own, for as long as it likes. An error is a clause: "no such name".
  using LookUp = std::function<Result<Addresses>(const std::string& host)>;

  static constexpr int at_once = 16;

  // Asks the system, unless a test has another way.
  explicit Resolver(boost::asio::io_context& io, LookUp look_up = {});
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  // Threads that still wait are left alone: what they find is heard by nobody. The io_context must still be there.
  ~Resolver();

  // A number that is an address already needs no lookup. Fault::unavailable, with a clause, where there is no answer,
  // or none in time.
  Async<Result<Addresses>> resolve(std::string host, std::chrono::milliseconds at_most);

 private:
  struct Shared;
  boost::asio::io_context& io_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace askd::net

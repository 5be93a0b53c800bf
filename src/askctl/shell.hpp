// What askctl was called from: streams, environment, time, and the loop on which requests run.
#pragma once

#include "askd/result.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace askd::askctl {

struct Shell {
  std::istream& in;
  std::ostream& out;  // data
  std::ostream& err;  // messages
  boost::asio::io_context& io;
  std::map<std::string, std::string> environment = {};
  bool out_is_terminal = false;

  std::function<std::chrono::steady_clock::time_point()> now = {};
  // Lets that much time pass, or less if somebody presses Ctrl-C.
  std::function<void(std::chrono::milliseconds)> pause = {};
  bool interrupted = false;  // Ctrl-C was pressed
  // Asks the person at the terminal for a line; nothing at the end of the input. A secret isn't shown while it is
  // typed. None where standard input is no terminal: then nobody can be asked.
  std::function<std::optional<std::string>(std::string_view prompt, bool secret)> read_line = {};
  // Called before the first request: from then on Ctrl-C ends what waits, in good order; before, it ends the process.
  std::function<void()> watch_signals = {};

  // The variable's value; empty where it isn't set.
  std::string variable(const std::string& name) const;
  // A text of somebody else's: a terminal gets no control characters of it, a pipe gets it as it is.
  std::string shown(std::string_view text) const;
  // A message: one line or several, each of which says its sentence. The first one is led by "askctl: ".
  void say(std::string_view message) const;
  // Says the error, and returns the exit code.
  int fail(const Error& error, int code) const;
};

}  // namespace askd::askctl

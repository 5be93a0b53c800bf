// askctl: asks people from the command line, and looks after askd.
#include "askctl/run.hpp"

#include "config/surroundings.hpp"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <csignal>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <termios.h>
#include <unistd.h>

namespace {

// Puts the terminal back as it was, also if the reading fails.
class Hidden {
 public:
  explicit Hidden(bool secret) {
    if (!secret || ::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    hidden_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
  }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;
  ~Hidden() {
    if (!hidden_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::cerr << std::endl;
  }

 private:
  termios before_{};
  bool hidden_ = false;
};

std::optional<std::string> read_line(std::string_view prompt, bool secret) {
  const Hidden hidden(secret);
  std::cerr << prompt << std::flush;
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  return line;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace askd;
  std::signal(SIGPIPE, SIG_IGN);
  boost::asio::io_context io{1};
  askctl::Shell shell{std::cin, std::cout, std::cerr, io};
  shell.environment = config::process_environment();
  shell.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  if (::isatty(STDIN_FILENO) == 1) shell.read_line = read_line;
  shell.now = [] { return std::chrono::steady_clock::now(); };

  boost::asio::signal_set signals(io);
  shell.watch_signals = [&] {
    signals.add(SIGINT);
    signals.add(SIGTERM);
    signals.async_wait([&shell](const boost::system::error_code& error, int) {
      if (!error) shell.interrupted = true;
    });
  };
  shell.pause = [&](std::chrono::milliseconds how_long) {
    boost::asio::steady_timer timer(io, how_long);
    bool over = false;
    timer.async_wait([&over](const boost::system::error_code&) { over = true; });
    while (!over && !shell.interrupted) io.run_one();
    timer.cancel();
    while (!over) io.run_one();
  };
  return askctl::run(shell, std::vector<std::string>(argv + 1, argv + argc));
}

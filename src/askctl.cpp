// askctl: asks people from the command line, and looks after askd.
#include "askctl/run.hpp"

#include "config/surroundings.hpp"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

int main(int argc, char** argv) {
  using namespace askd;
  std::signal(SIGPIPE, SIG_IGN);
  boost::asio::io_context io{1};
  askctl::Shell shell{std::cin, std::cout, std::cerr, io};
  shell.environment = config::process_environment();
  shell.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
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

// For the tests: askctl run in the test's own process, against servers on the test's own loop.
#pragma once

#include "askctl/run.hpp"
#include "net/rig.hpp"

#include <chrono>
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace askd::askctl {

// What a run left.
struct Ran {
  int exit = 0;
  std::string out = {};
  std::string err = {};
};

// Time stands still but in pauses, which take no time.
class Caught {
 public:
  explicit Caught(boost::asio::io_context& loop) : shell{in, out, err, loop} {
    shell.now = [this] { return now; };
    shell.pause = [this](std::chrono::milliseconds how_long) {
      pauses.push_back(how_long);
      now += how_long;
      if (on_pause) on_pause();
    };
  }

  Ran run(std::vector<std::string> words) {
    out.str("");
    err.str("");
    const int exit = askctl::run(shell, std::move(words));
    return {exit, out.str(), err.str()};
  }

  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  std::chrono::steady_clock::time_point now = {};
  std::vector<std::chrono::milliseconds> pauses;
  std::function<void()> on_pause;
  Shell shell;
};

}  // namespace askd::askctl

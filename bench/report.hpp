// The table that a run prints.
#pragma once

#include "plan.hpp"

#include <string>
#include <vector>

namespace askd::bench {

struct Row {
  std::string what;
  std::string target;
  std::string figure;
  std::string reference;
  std::string ratio;  // of the figure to the reference
};

class Report {
 public:
  void add(Row row) { rows_.push_back(std::move(row)); }
  // A sentence below the table.
  void note(std::string sentence) { notes_.push_back(std::move(sentence)); }
  std::string text(const Plan& plan) const;

 private:
  std::vector<Row> rows_;
  std::vector<std::string> notes_;
};

// 12,345 without a fraction from 100 on, with two digits that count below.
std::string number(double value);
// How many there are: never with a fraction.
std::string whole(std::size_t count);
std::string times(double figure, double reference);

// Latencies in milliseconds.
class Latencies {
 public:
  void add(Clock::duration taken) {
    taken_.push_back(std::chrono::duration<float, std::milli>(taken).count());
    sorted_ = false;
  }
  std::size_t count() const { return taken_.size(); }
  // The smallest that `share` of them don't exceed.
  double at(double share);
  double most() { return at(1.0); }

 private:
  std::vector<float> taken_;
  bool sorted_ = false;
};

}  // namespace askd::bench

// Bare LevelDB: the reference for what a disk and a database take, without anything of askd.
#pragma once

#include "plan.hpp"
#include "report.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace askd::bench {

// The rows that askd wrote for some asks: for each kind of row, those of all asks in their order.
struct AskRows {
  std::vector<std::vector<std::pair<std::string, std::string>>> kinds;
  std::size_t asks = 0;
  double bytes_per_ask = 0;
  double rows_per_ask = 0;
};

// Reads them from the store of a stopped askd that holds nothing but open asks. At most the first `most` asks.
AskRows rows_of(const std::filesystem::path& store, std::size_t most);

// How many asks a second LevelDB takes if the rows of 64 go to disk with each synced write, from one thread.
double asks_per_second(const AskRows& rows, const std::filesystem::path& store, Seconds time);

// How long each synced write of the rows of one ask takes.
Latencies synced_writes(const AskRows& rows, const std::filesystem::path& store, Seconds time);

struct Scan {
  Seconds time{};        // to open the database and to read the rows
  std::size_t rows = 0;  // of what lives
  std::size_t bytes = 0;
};
// Reads the rows from which askd's memory is made.
Scan scan_live(const std::filesystem::path& store);

}  // namespace askd::bench

// Reads many rows at once: decoded on several threads, joined into one map.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "askd/result.hpp"
#include "store/keys.hpp"
#include "store/kv.hpp"
#include "store/pack.hpp"

namespace askd::store {

Error damaged_row(std::string_view kind, std::string_view key);

// Runs job(0) … job(count - 1), at most `threads` of them at a time, and returns when all are done.
template <class Job>
void run_each(std::size_t count, unsigned threads, const Job& job) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) job(i);
  };
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
}

// A stretch of a table, sorted, and what was gathered while reading it.
template <class Id, class T, class Extra>
struct Piece {
  std::map<Id, T> rows;
  Extra extra;
  std::optional<Error> error;
};

// Reads all rows under `prefix`, whose keys end in the row's id. `gather(extra, row)` sees each row at its final
// address, on the thread that decoded it.
template <class Id, class T, class Extra, class Gather>
std::vector<Piece<Id, T, Extra>> read_pieces(const Kv& kv, const View& view, std::string_view prefix, unsigned threads,
                                             const Gather& gather) {
  constexpr std::size_t pieces_per_thread = 4;  // so that no thread waits long for another
  const std::vector<KeyRange> ranges = kv.split(keys::all(std::string(prefix)), threads * pieces_per_thread);
  std::vector<Piece<Id, T, Extra>> pieces(ranges.size());
  run_each(ranges.size(), threads, [&](std::size_t i) {
    Piece<Id, T, Extra>& piece = pieces[i];
    const auto scanned = view.scan(ranges[i], Order::ascending, [&](std::string_view key, std::string_view value) {
      const auto id = keys::last_ulid(key);
      T* row = id ? &piece.rows.try_emplace(piece.rows.end(), Id{*id})->second : nullptr;
      if (row == nullptr || key.size() != prefix.size() + sizeof(Ulid) || !unpack(value, *row) ||
          row->id.value != *id) {
        piece.error = damaged_row(prefix, key);
        return false;
      }
      gather(piece.extra, *row);
      return true;
    });
    if (!scanned) piece.error = scanned.error();
  });
  return pieces;
}

// Moves the rows of all pieces into one map. Their addresses stay.
template <class Id, class T, class Extra>
void join_pieces(std::vector<Piece<Id, T, Extra>>& pieces, std::map<Id, T>& joined) {
  for (auto& piece : pieces) {
    if (joined.empty()) {
      joined.swap(piece.rows);
      continue;
    }
    while (!piece.rows.empty()) joined.insert(joined.end(), piece.rows.extract(piece.rows.begin()));
  }
}

template <class Id, class T, class Extra>
std::optional<Error> error_in(const std::vector<Piece<Id, T, Extra>>& pieces) {
  for (const auto& piece : pieces)
    if (piece.error) return piece.error;
  return std::nullopt;
}

}  // namespace askd::store

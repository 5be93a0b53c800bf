#include "config/faults.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace askd::config {
namespace {

// Beyond that nobody reads on, and one wrong file (a picture, say) would fill the screen.
constexpr std::size_t shown_max = 100;

// RFC 6901. Names of channels and the like may hold what a pointer escapes.
std::string pointer_of(const std::string& key) {
  if (key.empty()) return {};
  std::string out = "/";
  for (const char c : key) {
    if (c == '.')
      out += '/';
    else if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string Place::text() const {
  if (line == 0) return file;
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::string Faults::Entry::line() const {
  std::string out = place.text();
  if (!out.empty()) out += ": ";
  if (!key.empty()) out += key + ": ";
  return out + what;
}

void Faults::add(const Place& place, const std::string& key, const std::string& what) {
  Entry entry{place, key, what};
  const std::string line = entry.line();
  const bool known = std::any_of(list_.begin(), list_.end(), [&](const Entry& other) { return other.line() == line; });
  if (known || list_.size() > 10 * shown_max) return;
  list_.push_back(std::move(entry));
}

std::vector<Faults::Entry> Faults::sorted() const {
  std::vector<Entry> out = list_;
  std::stable_sort(out.begin(), out.end(), [](const Entry& one, const Entry& other) {
    return std::tie(one.place.order, one.place.line, one.place.column) <
           std::tie(other.place.order, other.place.line, other.place.column);
  });
  return out;
}

std::vector<std::string> Faults::lines() const {
  std::vector<std::string> out;
  for (const Entry& entry : sorted()) {
    if (out.size() == shown_max) {
      out.push_back("and " + std::to_string(list_.size() - shown_max) + " more: mend these first");
      break;
    }
    out.push_back(entry.line());
  }
  return out;
}

Error Faults::error() const {
  Error error{Fault::invalid, {}, {}};
  for (const std::string& line : lines()) {
    if (!error.message.empty()) error.message += '\n';
    error.message += line;
  }
  for (const Entry& entry : sorted()) {
    if (error.problems.size() == shown_max) break;
    error.problems.push_back({pointer_of(entry.key), entry.line()});
  }
  return error;
}

}  // namespace askd::config

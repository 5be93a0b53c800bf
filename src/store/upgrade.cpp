// Compares the store's number with ours, and runs what lies between.
#include "store/upgrade.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "core/describe.hpp"
#include "store/keys.hpp"
#include "store/pack.hpp"
#include "store/table.hpp"

namespace askd::store {
namespace {

// Brings a store from format `from` to the next one.
struct Upgrade {
  unsigned from;
  Result<> (*run)(Kv& kv);
};

// Until format 2 the row of a channel held its agents, and what they heard began with the stream. `store/keys.hpp`
// has them in rows of their own.
Result<> give_members_rows(Kv& kv) {
  Changes changes;
  std::optional<Error> error;
  const auto scanned =
      kv.view()->scan(keys::all(std::string(keys::channels)), Order::ascending, [&](auto key, std::string_view row) {
        core::Channel channel;
        if (!unpack(row, channel)) {
          error = damaged_row(keys::channels, key);
          return false;
        }
        std::string bytes;
        pack(bytes, core::Sequence{0});
        for (const AgentId& agent : channel.agents) changes.put(keys::membership(agent, channel.id), bytes);
        channel.agents.clear();
        bytes.clear();
        pack(bytes, channel);
        changes.put(key, bytes);
        return true;
      });
  if (!scanned) return scanned.error();
  if (error) return *error;
  return kv.write(changes);
}

constexpr std::array<Upgrade, 1> upgrades{{{1, give_members_rows}}};

Result<> write_format(Kv& kv, unsigned number) {
  Changes changes;
  changes.put(keys::format, std::to_string(number));
  return kv.write(changes);
}

Result<bool> is_empty(const View& view) {
  bool empty = true;
  const auto scanned = view.scan({std::string(1, '\0'), std::string(1, '\xff')}, Order::ascending, [&](auto, auto) {
    empty = false;
    return false;
  });
  if (!scanned) return scanned.error();
  return empty;
}

std::optional<unsigned> read_number(std::string_view text) {
  unsigned number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

Error missing_upgrade(unsigned from) {
  return Error{Fault::invalid, "The store has format " + std::to_string(from) + ", which this askd can't bring up to " +
                                   std::to_string(format_number) + ". Start the version in between first."};
}

}  // namespace

Result<> bring_up_to_date(Kv& kv) {
  const auto view = kv.view();
  const auto stored = view->get(keys::format);
  if (!stored) return stored.error();
  if (!*stored) {
    const auto empty = is_empty(*view);
    if (!empty) return empty.error();
    if (*empty) return write_format(kv, format_number);
    return Error{Fault::corrupt, "The store holds data, but not the number of its format."};
  }
  const auto number = read_number(**stored);
  if (!number) return Error{Fault::corrupt, "The number of the store's format can't be read."};
  if (*number > format_number)
    return Error{Fault::invalid, "A later version of askd wrote this store: it has format " + **stored +
                                     ", and this askd knows formats up to " + std::to_string(format_number) +
                                     ". Start that version, or restore the backup from before the upgrade."};
  for (unsigned at = *number; at < format_number; ++at) {
    const Upgrade* found = nullptr;
    for (const Upgrade& upgrade : upgrades)
      if (upgrade.from == at) found = &upgrade;
    if (found == nullptr) return missing_upgrade(at);
    if (const auto run = found->run(kv); !run) return run.error();
    if (const auto written = write_format(kv, at + 1); !written) return written.error();
  }
  return {};
}

}  // namespace askd::store

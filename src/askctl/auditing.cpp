// The commands about the audit log, of a running askd or of the store of a stopped one.
#include "askctl/caller.hpp"
#include "askctl/chain_check.hpp"
#include "askctl/exits.hpp"
#include "askctl/table.hpp"

#include "adapters/list.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "config/config.hpp"
#include "store/store.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>

namespace askd::askctl {
namespace {

namespace fs = std::filesystem;

constexpr int page_size = 200;

// What ended a command early: the code, once it was told why.
using Ended = std::optional<int>;

bool is_offline(const Given& given) { return given.has("config") || given.has("data"); }

// Where the store of a stopped askd lies.
Result<fs::path> store_folder(const Shell& shell, const Given& given) {
  if (const auto data = given.find("data")) return fs::path(*data);
  const fs::path file = given.text("config");
  const auto configuration = config::check(file, shell.environment, {}, adapter_types());
  if (!configuration) return configuration.error();
  return configuration->store.path;
}

Result<std::unique_ptr<store::Store>> open_stopped(const fs::path& folder) {
  std::error_code ignored;
  // To open a store is to make one where there is none.
  if (!fs::exists(folder / "CURRENT", ignored))
    return Error{Fault::not_found, "There is no store of askd in " + folder.string() + ", or it can't be read."};
  store::StoreOptions options;
  options.checked_at_open = 0;  // the whole of it is checked afterwards
  auto opened = store::Store::open(folder, std::move(options));
  if (!opened && opened.error().fault == Fault::conflict)
    return Error{Fault::conflict, "askd is running on " + folder.string() +
                                      ": stop it, or leave out --config and --data to ask it (--socket " +
                                      (folder / "askd.sock").string() + ")."};
  return opened;
}

struct Opened {
  std::unique_ptr<store::Store> store = {};
  Ended ended = {};
};

Opened open_named(const Shell& shell, const Given& given) {
  Opened opened;
  const auto folder = store_folder(shell, given);
  if (!folder) {
    opened.ended = shell.fail(folder.error(), exits::configuration);
    return opened;
  }
  auto store = open_stopped(*folder);
  if (!store)
    opened.ended = shell.fail(store.error(), exits::failed);
  else
    opened.store = std::move(*store);
  return opened;
}

// Hands every line of a running askd's log from `after` on to `take`, which returns false to stop.
Ended read_running(Shell& shell, const Given& given, core::Sequence after, std::string_view texts,
                   const std::function<bool(const std::string&)>& take) {
  const auto target = find_target(shell, given, Speaker::operator_);
  if (!target) return shell.fail(target.error(), exits::failed);
  Caller caller(shell, *target);
  std::string from = std::to_string(after);
  while (!from.empty()) {
    Call call;
    call.path = "/api/v1/audit?" +
                query_text({{"after", from}, {"limit", std::to_string(page_size)}, {"texts", std::string(texts)}});
    const auto answer = caller.send([&] { return call; }, caller.short_patience());
    if (!answer || answer->status != 200) return tell_failure(shell, *target, answer, given.has("json"));
    const auto page = read_page(answer->body);
    if (!page) return shell.fail(page.error(), exits::failed);
    for (const std::string& line : page->lines)
      if (!take(line)) return std::nullopt;
    from = page->next;
  }
  return std::nullopt;
}

int tell_chain(const Shell& shell, const Given& given, const store::Head& head, const std::optional<Error>& bad) {
  if (given.has("json")) {
    Json result{{"good", !bad.has_value()}};
    if (!bad) result["records"] = head.seq;
    if (!bad) result["hash"] = crypto::hex(head.hash);
    if (bad) result["detail"] = bad->message;
    shell.out << result.dump() << "\n";
  } else if (bad) {
    shell.say(bad->message);
  } else {
    shell.out << "The chain stands: " << head.seq << " records, the last one's hash is " << crypto::hex(head.hash)
              << "\n";
  }
  return bad ? exits::failed : exits::done;
}

int verify_running(Shell& shell, const Given& given) {
  ChainCheck check;
  std::optional<Error> bad;
  const Ended ended = read_running(shell, given, 0, "hashed", [&](const std::string& line) {
    if (const auto good = check.take(line); !good) bad = good.error();
    return !bad;
  });
  return ended ? *ended : tell_chain(shell, given, check.head(), bad);
}

int verify_stopped(const Shell& shell, const Given& given) {
  const Opened opened = open_named(shell, given);
  if (opened.ended) return *opened.ended;
  std::optional<Error> bad;
  if (const auto good = opened.store->verify(); !good) bad = good.error();
  return tell_chain(shell, given, opened.store->head(), bad);
}

std::optional<core::Sequence> read_after(const Given& given) {
  const auto text = given.find("after");
  if (!text) return 0;
  core::Sequence after = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), after);
  if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return after;
}

// Without `after` records that stand: each read checks them.
int export_stopped(const Shell& shell, const Given& given, core::Sequence after, bool hashed) {
  const Opened opened = open_named(shell, given);
  if (opened.ended) return *opened.ended;
  const auto texts = hashed ? store::Texts::hashed : store::Texts::resolved;
  const core::Sequence last = opened.store->head().seq;
  for (core::Sequence from = after + 1; from <= last; from += page_size) {
    const auto lines = opened.store->records(from, page_size, texts);
    if (!lines) return shell.fail(lines.error(), exits::failed);
    for (const std::string& line : *lines) shell.out << line << "\n";
  }
  return exits::done;
}

}  // namespace

int audit_verify(Shell& shell, const Given& given) {
  return is_offline(given) ? verify_stopped(shell, given) : verify_running(shell, given);
}

int audit_export(Shell& shell, const Given& given) {
  const auto after = read_after(given);
  if (!after) return shell.fail(invalid("--after must be the number of a record."), exits::usage);
  const bool hashed = given.text("texts") == "hashed";
  if (is_offline(given)) return export_stopped(shell, given, *after, hashed);
  const Ended ended = read_running(shell, given, *after, hashed ? "hashed" : "resolved", [&](const std::string& line) {
    shell.out << line << "\n";
    return shell.out.good();
  });
  return ended.value_or(exits::done);
}

}  // namespace askd::askctl

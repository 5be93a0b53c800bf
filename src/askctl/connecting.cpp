// askctl connect: an operator, step by step, from nothing to an adapter that works.
#include "askctl/backend_file.hpp"
#include "askctl/exits.hpp"
#include "askctl/setup_host.hpp"
#include "askctl/shell.hpp"
#include "askctl/table.hpp"

#include "adapters/list.hpp"
#include "base/files.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "config/config.hpp"
#include "core/names.hpp"

#include "askd/adapter.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace askd::askctl {
namespace {

constexpr std::size_t yaml_max = std::size_t{1} << 20;
constexpr std::chrono::milliseconds patience = std::chrono::minutes(5);

// Fills an adapter's settings with what the operator answered, and learns which are secrets.
class FilledSettings final : public Settings {
 public:
  explicit FilledSettings(std::map<std::string, std::string> values) : values_(std::move(values)) {}

  void operator()(std::string& value, const Key& key) override {
    note(key);
    if (const auto* text = find(key))
      value = *text;
    else if (!key.fallback.empty())
      value = key.fallback;
  }
  void operator()(bool& value, const Key& key) override {
    note(key);
    const auto* text = find(key);
    if (text == nullptr) return;
    value = *text == "true";
    if (!value && *text != "false") fault(key.name, "must be true or false");
  }
  void operator()(std::int64_t& value, const Key& key) override {
    note(key);
    const auto* text = find(key);
    if (text == nullptr) return;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size()) fault(key.name, "must be a number");
  }
  void operator()(std::chrono::milliseconds&, const Key& key) override { not_here(key); }
  void operator()(std::vector<std::string>&, const Key& key) override { not_here(key); }
  void fault(const std::string& key, const std::string& what) override { faults_.push_back(key + ": " + what); }

  bool is_secret(const std::string& key) const { return secrets_.contains(key); }
  bool knows(const std::string& key) const { return known_.contains(key); }
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  void not_here(const Key& key) {
    note(key);
    if (find(key) != nullptr) fault(key.name, "is to be written into the file by hand");
  }
  void note(const Key& key) {
    known_.insert(key.name);
    if (key.secret) secrets_.insert(key.name);
  }
  const std::string* find(const Key& key) const {
    const auto found = values_.find(key.name);
    return found == values_.end() ? nullptr : &found->second;
  }

  std::map<std::string, std::string> values_;
  std::set<std::string> known_;
  std::set<std::string> secrets_;
  std::vector<std::string> faults_;
};

// One walk through the set-up.
class Walk {
 public:
  Walk(Shell& shell, const Given& given, const AdapterType& type)
      : shell_(shell),
        given_(given),
        type_(type),
        name_(given.find("name").value_or(std::string(type.name))),
        file_(given.find("config").value_or(std::string(config::default_file))) {}

  int go() {
    if (const auto fine = look_at_file(); !fine) return shell_.fail(fine.error(), exits::failed);
    if (const auto fine = core::check_name(name_); !fine)
      return shell_.fail(invalid("--name: " + fine.error().message + "."), exits::usage);
    if (const auto fine = take_settings(); !fine) return shell_.fail(fine.error(), exits::usage);
    const Setup setup = type_.setup();
    if (!ask_for(setup)) return exits::interrupted;
    auto adapter = make();
    if (!adapter) return shell_.fail(adapter.error(), exits::failed);
    const auto proxies = net::Proxies::from_environment();
    if (!proxies) return shell_.fail(proxies.error(), exits::failed);
    net::WaysOut out(shell_.io, *proxies, given_.text("ca-file"));
    SetupHost host(out, [this](const Inbound& what) { hear(what); });
    if (setup.check != nullptr) {
      const auto checked = run(setup.check(host, **adapter));
      if (!checked) return shell_.fail(checked.error(), exits::failed);
      shell_.err << shell_.shown(*checked) << "\n";
    }
    if (const auto tried = try_it(host, **adapter); !tried) return shell_.fail(tried.error(), exits::failed);
    return write();
  }

 private:
  Result<> look_at_file() {
    auto bytes = read_file(file_, yaml_max);
    if (!bytes && bytes.error().fault != Fault::not_found) return bytes.error();
    if (!bytes) return {};
    yaml_ = std::move(*bytes);
    const auto configured = config::check(file_, shell_.environment, {}, adapter_types());
    if (!configured) return Error{Fault::invalid, "Mend " + file_.string() + " first:\n" + configured.error().message};
    for (const config::Backend& backend : configured->backends)
      if (backend.name == name_)
        return Error{Fault::conflict, "There is a backend \"" + name_ + "\" in " + file_.string() +
                                          " already. Choose another name for this one with --name."};
    return {};
  }

  // --set KEY=VALUE
  Result<> take_settings() {
    for (const std::string& one : given_.all("set")) {
      const auto equals = one.find('=');
      if (equals == std::string::npos || equals == 0) return invalid("--set takes KEY=VALUE, not \"" + one + "\".");
      values_[one.substr(0, equals)] = one.substr(equals + 1);
    }
    const FilledSettings settings = declared();
    for (const auto& [key, value] : values_)
      if (!settings.knows(key))
        return invalid("The adapter " + std::string(type_.name) + " has no setting " + key + ".");
    return {};
  }

  // What the adapter says of its settings.
  FilledSettings declared() const {
    FilledSettings settings(values_);
    type_.make(settings);
    return settings;
  }

  bool ask_for(const Setup& setup) {
    const FilledSettings settings = declared();
    int number = 0;
    for (const SetupStep& step : setup.steps) {
      if (!step.key.empty() && values_.contains(step.key)) continue;
      shell_.err << "\n" << ++number << ". " << step.text << "\n\n";
      const bool secret = settings.is_secret(step.key);
      const std::string prompt =
          step.key.empty() ? "Enter, once that is done: " : step.key + (secret ? " (isn't shown): " : ": ");
      for (;;) {
        const auto line = shell_.read_line(prompt, secret);
        if (!line) return false;
        if (step.key.empty()) break;
        if (line->empty()) continue;
        values_[step.key] = *line;
        break;
      }
    }
    return true;
  }

  Result<std::unique_ptr<Adapter>> make() {
    FilledSettings settings(values_);
    auto adapter = type_.make(settings);
    if (settings.faults().empty()) return adapter;
    std::string all;
    for (const std::string& fault : settings.faults()) all += (all.empty() ? "" : "\n") + fault;
    return invalid(std::move(all));
  }

  // Runs it to its end, or until Ctrl-C.
  template <class T>
  Result<T> run(Async<Result<T>> work) {
    struct End {
      std::optional<Result<T>> result = {};
      std::string bug = {};
      bool over = false;
    };
    const auto end = std::make_shared<End>();
    boost::asio::co_spawn(shell_.io, std::move(work), [end](std::exception_ptr thrown, Result<T> result) {
      end->over = true;
      if (thrown == nullptr) end->result.emplace(std::move(result));
    });
    turn([&] { return end->over; }, std::chrono::steady_clock::time_point::max());
    if (end->result) return std::move(*end->result);
    if (!end->over) return Error{Fault::unavailable, "It was interrupted."};
    return Error{Fault::internal, "The adapter has a bug: it threw."};
  }

  void turn(const std::function<bool()>& done, std::chrono::steady_clock::time_point until) {
    shell_.watch_signals();
    while (!done() && !shell_.interrupted && shell_.now() < until) {
      if (shell_.io.stopped()) shell_.io.restart();
      shell_.io.run_one_for(std::chrono::milliseconds(100));
    }
  }

  // An ask to press, in a room of the operator's choice.
  Result<> try_it(SetupHost& host, Adapter& adapter) {
    auto room = given_.find("room");
    if (!room) room = shell_.read_line("\nThe room for a test ask, as the platform names it (empty: none): ", false);
    if (!room || room->empty()) return {};
    IdSource ids;
    Card card;
    card.agent = "askctl";
    card.title = "Does askd reach you here?";
    card.body = "An operator is connecting askd. Press the button to say that it works.";
    card.input = CardInput::buttons;
    card.buttons = {Button{"works", "It works", ButtonStyle::primary}};
    const DeliveryId id{ids.next_ulid(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()))};
    std::optional<Result<>> ended;
    boost::asio::cancellation_signal stop;
    auto listened = [&ended](std::exception_ptr thrown, Result<> result) {
      ended.emplace(thrown == nullptr ? std::move(result) : Result<>(invalid("The adapter stopped to listen.")));
    };
    boost::asio::co_spawn(shell_.io, adapter.listen(host),
                          boost::asio::bind_cancellation_slot(stop.slot(), std::move(listened)));
    auto tried = press(host, adapter, Room{name_, *room, false}, id, std::move(card), ended);
    // It names what lives here.
    stop.emit(boost::asio::cancellation_type::terminal);
    while (!ended) {
      if (shell_.io.stopped()) shell_.io.restart();
      shell_.io.run_one();
    }
    return tried;
  }

  Result<> press(SetupHost& host, Adapter& adapter, Room room, DeliveryId id, Card card,
                 const std::optional<Result<>>& ended) {
    pressed_id_ = id;
    const auto post = run(adapter.post(host, std::move(room), std::nullopt, id, card));
    if (!post) return post.error();
    shell_.err << "Press the button there.\n";
    turn([&] { return pressed_.has_value() || ended.has_value(); }, shell_.now() + patience);
    if (!pressed_ && ended && !*ended) return ended->error();
    if (!pressed_)
      return Error{Fault::unavailable, host.trouble().empty()
                                           ? "Nobody pressed the button. If somebody did, the app doesn't get its "
                                             "events: check the last steps."
                                           : host.trouble()};
    card.input = CardInput::none;
    card.buttons.clear();
    card.outcome = "It works: pressed by " + pressed_->who_name;
    const auto edited = run(adapter.edit(host, *post, id, card));
    if (!edited) return edited.error();
    shell_.err << "It works: pressed by " << shell_.shown(pressed_->who_name) << ", who is known there as "
               << shell_.shown(pressed_->who) << ".\n";
    return {};
  }

  void hear(const Inbound& what) {
    if (what.pressed && what.delivery == pressed_id_) pressed_ = what;
  }

  int write() {
    const FilledSettings settings = declared();
    NewBackend backend{name_, std::string(type_.name), {}};
    for (const auto& [key, value] : values_) backend.settings.push_back({key, value, settings.is_secret(key)});
    if (const auto file = given_.find("ca-file"))
      backend.settings.push_back({"ca_file", std::filesystem::absolute(*file).string(), false});
    const auto yaml = with_backend(yaml_.value_or(""), backend);
    if (!yaml) {
      shell_.out << lines_of(backend);
      return shell_.fail(Error{yaml.error().fault, file_.string() + " wasn't changed. " + yaml.error().message +
                                                       " Put these lines below its backends, and the secrets into the "
                                                       "files that they name."},
                         exits::failed);
    }
    if (const auto written = write_backend(file_, *yaml, backend); !written)
      return shell_.fail(written.error(), exits::failed);
    if (const auto good = config::check(file_, shell_.environment, {}, adapter_types()); !good) {
      if (const auto back = put_back(file_, yaml_); !back) return shell_.fail(back.error(), exits::failed);
      return shell_.fail(
          Error{Fault::internal, file_.string() + " would have faults, so it is as it was:\n" + good.error().message},
          exits::failed);
    }
    if (given_.has("json"))
      shell_.out << Json{{"backend", name_}}.dump() << "\n";
    else
      shell_.out << "The backend " << name_ << " stands in " << file_.string()
                 << ". Restart askd, and bind channels and people to it in teams.d: see askd.yaml(5).\n";
    return exits::done;
  }

  Shell& shell_;
  const Given& given_;
  const AdapterType& type_;
  std::string name_;
  std::filesystem::path file_;
  std::optional<std::string> yaml_;  // what the file held, if it was there
  std::map<std::string, std::string> values_;
  std::optional<DeliveryId> pressed_id_;
  std::optional<Inbound> pressed_;
};

}  // namespace

int connect(Shell& shell, const Given& given) {
  const std::string wanted = given.text("ADAPTER");
  std::string names;
  for (const AdapterType* type : adapter_types()) {
    if (type->setup == nullptr) continue;
    names += (names.empty() ? "" : ", ") + std::string(type->name);
    if (type->name != wanted) continue;
    if (!shell.read_line)
      return shell.fail(invalid("askctl connect asks questions: run it in a terminal."), exits::usage);
    return Walk(shell, given, *type).go();
  }
  return shell.fail(invalid("There is no adapter \"" + wanted + "\" to connect. There is: " + names + "."),
                    exits::usage);
}

}  // namespace askd::askctl

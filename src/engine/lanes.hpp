// One lane for each backend: errands go to its adapter, and what became of them comes back as inputs.
#pragma once

#include "engine/backend_host.hpp"
#include "engine/pump.hpp"
#include "engine/schedule.hpp"

#include "askd/adapter.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace askd::engine {

struct Backend {
  std::unique_ptr<Adapter> adapter;
  std::unique_ptr<BackendHost> host;
};

// Lives as long as the loop runs.
class Lanes {
 public:
  // Told whenever the state of a backend changes.
  using Observer = std::function<void(const BackendId&, const BackendHealth&)>;

  // `public_url` is where the inbox is found, without a slash at the end.
  Lanes(boost::asio::any_io_executor loop, Pump& pump, std::string public_url);

  void add(BackendId id, Backend backend);
  void run(std::vector<core::Errand> errands);
  void serve_at(std::string public_url) { public_url_ = std::move(public_url); }
  void observe(Observer observer) { observer_ = std::move(observer); }

  // Tells every adapter to listen, and keeps it listening.
  void listen();
  // How every backend is; by what reaches it, and by what its adapter reports.
  std::map<BackendId, BackendHealth> health() const;

 private:
  struct Lane {
    BackendId id = {};
    Backend backend = {};
    Schedule schedule{};
    bool waking = false;      // a later start() is on its way
    std::string ended = {};   // why its adapter doesn't listen any more
    BackendHealth told = {};  // what the observer knows
  };

  std::string room_of(const core::Errand& errand) const;
  void start(Lane& lane);
  Async<> wake(Lane& lane, std::chrono::milliseconds pause);
  Async<> listen(Lane& lane);
  // The end of listen(): nothing where the adapter had a bug, and is to be started again.
  Async<std::optional<Error>> listen_once(Lane& lane);
  BackendHealth health_of(const Lane& lane) const;
  void tell(Lane& lane);
  Async<> work(Lane& lane, Schedule::Started started);
  void report(const core::Errand& errand, core::Input outcome);
  core::Input failed(const core::Errand& errand, const Error& error, Ending& ending) const;
  Async<core::Input> try_it(Lane& lane, core::Errand errand, Ending& ending);
  // These report back what became of the errand, and say in `ending` what that tells about the platform.
  Async<core::Input> outcome_of(Lane& lane, core::Errand errand, Ending& ending);
  Async<core::Input> post(Lane& lane, core::Delivery delivery, Ending& ending);
  Async<core::Input> edit(Lane& lane, core::Delivery delivery, PostRef post, Ending& ending);
  Async<core::Input> reply(Lane& lane, core::Delivery delivery, Ending& ending);
  Async<core::Input> identify(Lane& lane, PostRef post, Ending& ending);
  Card card_of(const Lane& lane, DeliveryId id) const;
  std::optional<PostRef> thread_of(const core::Delivery& delivery) const;

  boost::asio::any_io_executor loop_;
  Pump& pump_;
  std::string public_url_;
  std::map<BackendId, Lane> lanes_;
  Observer observer_;
};

}  // namespace askd::engine

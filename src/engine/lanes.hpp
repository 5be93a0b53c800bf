// One lane for each backend: errands go to its adapter, and what became of them comes back as inputs.
#pragma once

#include "engine/backend_host.hpp"
#include "engine/pump.hpp"

#include "askd/adapter.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
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
  // `public_url` is where the inbox is found, without a slash at the end.
  Lanes(boost::asio::any_io_executor loop, Pump& pump, std::string public_url);

  void add(BackendId id, Backend backend);
  void run(std::vector<core::Errand> errands);
  void serve_at(std::string public_url) { public_url_ = std::move(public_url); }

 private:
  // Errands of one backend that may be under way at a time.
  static constexpr std::size_t at_once = 8;

  struct Lane {
    Backend backend;
    std::deque<core::Errand> waiting;
    std::size_t under_way = 0;
  };

  void start(Lane& lane);
  Async<> work(Lane& lane, core::Errand errand);
  Async<core::Input> outcome_of(Lane& lane, core::Errand errand);
  Async<core::Input> post(Lane& lane, core::Delivery delivery);
  Async<core::Input> edit(Lane& lane, core::Delivery delivery, PostRef post);
  Async<core::Input> reply(Lane& lane, core::Delivery delivery);
  Async<core::Input> identify(Lane& lane, PostRef post);
  Async<Card> card_of(Lane& lane, DeliveryId id);
  std::optional<PostRef> thread_of(const core::Delivery& delivery) const;

  boost::asio::any_io_executor loop_;
  Pump& pump_;
  std::string public_url_;
  std::map<BackendId, Lane> lanes_;
};

}  // namespace askd::engine

// The host that the suite gives an adapter. It remembers all that is told, and can be unkind in every way that
// include/askd/host.hpp allows.
#pragma once

#include "adapter_suite/peer.hpp"
#include "adapter_suite/world.hpp"

#include "askd/host.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace askd::adapter_suite {

class StageHost : public Host {
 public:
  StageHost(World& world, Peer& peer) : world_(world), peer_(peer) {}

  Async<> heard(Inbound what) override;
  Async<> caught_up() override;
  std::string cursor() const override { return committed; }
  std::vector<PostRef> open_posts() const override { return open; }
  Async<Result<Response>> send(Request request) override;
  Async<Result<std::unique_ptr<Socket>>> connect(std::string url, Headers headers) override;
  Async<Result<std::unique_ptr<Stream>>> dial(std::string address, bool tls) override;
  Result<> serve(std::string name, Hook hook) override;
  Async<> sleep(std::chrono::milliseconds time) override { return world_.sleep(time); }
  void report(std::string_view reason) override { reports.emplace_back(reason); }

  // A call that the platform makes; 500 where the hook throws, 404 where there is none.
  Started<Response> call(const std::string& hook, Request request);
  void let_go() {
    holding = false;
    bell_.ring();
  }
  // As when listen() has ended: what the platform still calls is called off, and it finds nobody any more.
  void stop_serving();
  // What has been under way for longer than this, one line for each; empty if nothing has.
  std::string overdue(std::chrono::milliseconds most) const;
  std::size_t open_connections() const;

  bool away = false;     // the platform can't be reached
  bool silent = false;   // it can, but never says a word
  bool holding = false;  // heard() doesn't complete
  bool failing = false;  // heard() throws
  std::size_t held = 0;  // how many heard() are under way

  std::vector<Inbound> inbounds;
  std::vector<std::size_t> caught_up_after;  // how many inbounds had been heard by then, each time
  std::string committed;
  std::vector<PostRef> open;
  std::vector<std::string> reports;
  std::set<std::string> credentials;    // what stood in an Authorization
  std::vector<std::string> complaints;  // calls that no adapter may make

 private:
  struct Call;
  class WireSocket;

  Async<Response> answer(std::string hook, Request request);
  void learn_credentials(const Headers& headers);
  Async<Result<Response>> silence();

  World& world_;
  Peer& peer_;
  Bell bell_;
  std::map<std::string, Hook> hooks_;
  std::vector<Started<Response>> answers_;
  std::vector<std::shared_ptr<Wire>> wires_;
  std::set<Call*> calls_;
};

}  // namespace askd::adapter_suite

// The running daemon: what main() put together, and how it starts, reloads and stops.
#pragma once

#include "api/door.hpp"
#include "api/webhooks.hpp"
#include "config/config.hpp"
#include "daemon/front.hpp"
#include "daemon/health.hpp"
#include "daemon/hooks.hpp"
#include "daemon/metrics.hpp"
#include "engine/lanes.hpp"
#include "engine/pump.hpp"
#include "engine/service.hpp"
#include "inbox/door.hpp"
#include "net/server.hpp"
#include "net/tls.hpp"
#include "store/store.hpp"

#include "base/ids.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace askd::daemon {

class Daemon {
 public:
  // Reads the configuration again, for SIGHUP.
  using Reread = std::function<Result<config::Configuration>()>;

  Daemon(config::Configuration configuration, std::unique_ptr<store::Store> store, core::State state, Reread reread);

  // Serves until it is told to stop. `started` is called once requests are answered. Returns the exit code.
  int run(std::function<Async<>(Daemon&)> started);

  engine::Service& service() { return service_; }
  const config::Configuration& configuration() const { return configuration_; }
  // Without a slash at its end.
  const std::string& public_url() const { return public_url_; }
  IdSource& ids() { return ids_; }

 private:
  Async<> main(std::function<Async<>(Daemon&)> started);
  Async<> configure(core::Roster roster);
  Result<> listen();
  Async<> watch_signals();
  Async<> reload();
  Async<> stop();
  Async<> feed_watchdog();
  std::vector<Check> checks() const;
  Async<> keep_house();
  // An adapter for each backend, that doesn't listen yet.
  Result<> connect_platforms();
  // Hands on what the configuration says of the doors.
  void use_settings();
  void fail(const std::string& sentence);

  config::Configuration configuration_;
  Reread reread_;
  boost::asio::io_context io_{1};
  IdSource ids_;
  std::unique_ptr<store::Store> store_;
  Metrics metrics_;
  engine::Clock clock_;
  engine::Engine engine_;
  engine::Pump pump_;
  engine::Service service_;
  std::string public_url_;
  engine::Lanes lanes_;
  std::shared_ptr<net::ServerTls> tls_;
  api::Door agents_;
  api::Webhooks webhooks_;
  inbox::Door people_;
  Health health_;
  Hooks hooks_;
  net::Router root_routes_;
  net::Router agent_routes_;
  net::Router people_routes_;
  Front front_;
  net::Server server_;
  boost::asio::signal_set signals_;
  bool stopping_ = false;
  int exit_code_ = 0;
};

}  // namespace askd::daemon

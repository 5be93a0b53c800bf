// Starts, serves, reloads and stops in two steps.
#include "daemon/daemon.hpp"

#include "daemon/exits.hpp"
#include "daemon/log.hpp"
#include "daemon/notify.hpp"
#include "daemon/platform_host.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <cstdlib>
#include <utility>

namespace askd::daemon {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds grace{10};
constexpr std::chrono::hours taken_kept{24 * 30};
constexpr std::chrono::hours house_kept_every{24};

// Memory is ahead of the disk: nothing true can be said any more, and a restart reads what is. Damage is no reason to
// start again by itself, also where LevelDB meets it only when it writes.
[[noreturn]] void stop_now(const Error& error) {
  const bool damaged = error.fault == Fault::corrupt;
  const std::string what = damaged ? "The store is damaged" : "The store can't be written";
  log(Level::error, "store.failed", what + ", so askd stops: " + error.message);
  notify("STATUS=" + what + ": " + error.message);
  std::_Exit(damaged ? exits::damaged : exits::runtime);
}

std::string url_of(const config::Server& server) {
  if (!server.public_url.empty()) return server.public_url;
  for (const config::Endpoint& endpoint : server.listen) {
    if (endpoint.from_systemd) continue;
    const std::string scheme = server.tls ? "https://" : "http://";
    const bool v6 = endpoint.address.find(':') != std::string::npos;
    return scheme + (v6 ? "[" + endpoint.address + "]" : endpoint.address) + ":" + std::to_string(endpoint.port);
  }
  return "http://127.0.0.1:8080";
}

// The kernel chose the port, so the address of the first start is made again.
std::string url_with(const std::string& url, std::uint16_t port) {
  return url.substr(0, url.rfind(':') + 1) + std::to_string(port);
}

// What a running askd can't take over: the names of those settings, or nothing.
std::string changed_for_the_next_start(const config::Configuration& old, const config::Configuration& next) {
  std::string names;
  const auto add = [&](bool changed, const char* name) {
    if (changed) names += (names.empty() ? "" : ", ") + std::string(name);
  };
  add(old.server.listen != next.server.listen, "server.listen");
  add(!old.server.public_url.empty() && next.server.public_url.empty(), "server.public_url");
  add(old.server.tls != next.server.tls, "server.tls");
  add(old.store.path != next.store.path, "store.path");
  add(old.limits.body != next.limits.body, "limits.body");
  add(old.limits.header != next.limits.header, "limits.header");
  add(old.limits.connections != next.limits.connections, "limits.connections");
  add(old.backends != next.backends, "backends");
  return names;
}

shapes::Bounds bounds_of(const config::Limits& limits) {
  shapes::Bounds bounds;
  bounds.json_depth = static_cast<std::size_t>(limits.depth);
  bounds.wait_max = limits.wait;
  return bounds;
}

net::Networks networks_of(const config::Webhooks& webhooks) {
  net::Networks networks;
  for (const std::string& network : webhooks.allow)
    if (const auto added = networks.add(network); !added) log(Level::error, "webhooks.allow", added.error().message);
  return networks;
}

net::Limits limits_of(const config::Limits& limits) {
  net::Limits result;
  result.body_max = static_cast<std::size_t>(limits.body);
  result.head_max = static_cast<std::size_t>(limits.header);
  result.connections_max = static_cast<std::size_t>(limits.connections);
  return result;
}

}  // namespace

Daemon::Daemon(config::Configuration configuration, std::unique_ptr<store::Store> store, core::State state,
               Reread reread)
    : configuration_(std::move(configuration)),
      reread_(std::move(reread)),
      store_(std::move(store)),
      metrics_(ASKD_VERSION, state),
      engine_(std::move(state), configuration_.roster),
      pump_(io_.get_executor(), engine_, *store_, clock_, stop_now),
      service_(pump_, *store_, ids_),
      public_url_(url_of(configuration_.server)),
      lanes_(io_.get_executor(), pump_, public_url_),
      agents_(service_, {}, [](const std::string& sentence) { log(Level::warning, "agents.trouble", sentence); }),
      webhooks_(io_, service_, agents_.entries(),
                [](const std::string& sentence) { log(Level::warning, "webhook.disabled", sentence); }),
      people_(service_, {}),
      health_(metrics_, [this] { return checks(); }),
      front_(root_routes_, agent_routes_, people_routes_),
      server_(
          io_, limits_of(configuration_.limits),
          [this](net::Request& request, net::Exchange& exchange) { return front_.serve(request, exchange); },
          [](std::string sentence) { log(Level::warning, "server.trouble", sentence); }),
      signals_(io_, SIGTERM, SIGINT, SIGHUP) {
  use_settings();
  health_.mount(root_routes_);
  hooks_.mount(root_routes_);
  agents_.mount(agent_routes_);
  people_.mount(people_routes_);
  front_.count([this](const net::Request& request) { metrics_.request(request.method); });
  engine_.observe(
      [this](const core::State& now, const core::Outcome& outcome, Instant) { metrics_.observe(now, outcome); });
  engine_.observe([this](const core::State&, const core::Outcome& outcome, Instant) { webhooks_.observe(outcome); });
  agents_.ask_for_webhooks([this](std::string url) { return webhooks_.reachable(std::move(url)); });
  pump_.observe_writes([this](std::chrono::steady_clock::duration took) { metrics_.wrote(took); });
}

int Daemon::run(std::function<Async<>(Daemon&)> started) {
  std::signal(SIGPIPE, SIG_IGN);
  // Before the pump hands out what is owed since the last time: errands of a backend that isn't there are let go.
  if (const auto connected = connect_platforms(); !connected) {
    log(Level::error, "server.failed", connected.error().message);
    return exits::configuration;
  }
  asio::co_spawn(io_, pump_.run(), asio::detached);
  asio::co_spawn(io_, watch_signals(), asio::detached);
  asio::co_spawn(io_, main(std::move(started)), asio::detached);
  io_.run();
  return exit_code_;
}

Async<> Daemon::main(std::function<Async<>(Daemon&)> started) {
  co_await configure(configuration_.roster);
  if (const auto listening = listen(); !listening) {
    fail(listening.error().message);
    co_return;
  }
  lanes_.listen();
  if (watchdog_period()) asio::co_spawn(io_, feed_watchdog(), asio::detached);
  asio::co_spawn(io_, keep_house(), asio::detached);
  webhooks_.start();
  log(Level::info, "server.ready", "askd answers.", {{"url", public_url_}, {"version", ASKD_VERSION}});
  notify("READY=1\nSTATUS=serving " + public_url_);
  if (started) co_await started(*this);
}

Async<> Daemon::configure(core::Roster roster) {
  std::size_t count = 0;
  for (const core::RosterTeam& team : roster.teams) count += team.people.size() + team.channels.size();
  std::vector<Ulid> fresh;
  for (std::size_t i = 0; i < count; ++i) fresh.push_back(ids_.next_ulid(clock_.now()));
  co_await service_.reconfigure(std::move(roster), std::move(fresh));
  metrics_.reloaded(true, clock_.now());
}

Result<> Daemon::connect_platforms() {
  const auto proxies = net::Proxies::from_environment();
  if (!proxies) return proxies.error();
  for (const config::Backend& backend : configuration_.backends) {
    auto out = std::make_unique<net::WaysOut>(io_, *proxies, backend.ca_file.string());
    auto host = std::make_unique<PlatformHost>(pump_, ids_, backend.name, std::move(out), hooks_);
    lanes_.add(backend.name, engine::Backend{backend.make(), std::move(host)});
    metrics_.backend(backend.name, engine::BackendState::up);
  }
  lanes_.observe([this](const BackendId& backend, const engine::BackendHealth& health) {
    metrics_.backend(backend, health.state);
    if (health.state == engine::BackendState::up)
      log(Level::info, "backend.up", "The backend is well.", {{"backend", backend}});
    else
      log(Level::warning, health.state == engine::BackendState::down ? "backend.down" : "backend.degraded",
          health.reason, {{"backend", backend}});
  });
  return boost::system::in_place_value;
}

Result<> Daemon::listen() {
  const config::Server& server = configuration_.server;
  if (server.tls) {
    auto tls = net::ServerTls::load(server.tls->certificate.string(), server.tls->key.string());
    if (!tls) return tls.error();
    tls_ = *tls;
  }
  for (const config::Endpoint& endpoint : server.listen) {
    if (endpoint.from_systemd) continue;
    const auto port = server_.listen(endpoint.address, endpoint.port, tls_);
    if (!port) return port.error();
    if (endpoint.port == 0 && server.public_url.empty()) {
      public_url_ = url_with(public_url_, *port);
      use_settings();
    }
    log(Level::info, "server.listening", "Listening.",
        {{"address", endpoint.address}, {"port", std::to_string(*port)}, {"tls", tls_ ? "yes" : "no"}});
  }
  for (const int socket : passed_sockets())
    if (const auto adopted = server_.adopt(socket, tls_); !adopted) return adopted.error();
  return server_.listen_unix((configuration_.store.path / "askd.sock").string(), 0600);
}

void Daemon::use_settings() {
  const config::Server& server = configuration_.server;
  const shapes::Bounds bounds = bounds_of(configuration_.limits);
  agents_.use({.public_url = public_url_,
               .version = ASKD_VERSION,
               .bootstrap_from_elsewhere = server.bootstrap_from_anywhere,
               .requests_per_minute = configuration_.limits.requests_per_minute,
               .streams_per_agent = configuration_.limits.streams_per_agent,
               .waits_per_agent = configuration_.limits.waits_per_agent,
               .allowed_origins = server.allowed_origins,
               .private_webhooks = !configuration_.webhooks.allow.empty(),
               .frame_max = static_cast<std::size_t>(configuration_.limits.body),
               .bounds = bounds});
  people_.use({.public_url = public_url_, .version = ASKD_VERSION, .bounds = bounds, .backends = [this] {
                 return lanes_.health();
               }});
  webhooks_.use(public_url_, networks_of(configuration_.webhooks));
  lanes_.serve_at(public_url_);
  front_.allow_origins(server.allowed_origins);
}

void Daemon::fail(const std::string& sentence) {
  log(Level::error, "server.failed", sentence);
  exit_code_ = exits::runtime;
  io_.stop();
}

Async<> Daemon::watch_signals() {
  auto either = asio::as_tuple(asio::use_awaitable);
  for (;;) {
    const auto [error, signal] = co_await signals_.async_wait(either);
    if (error) co_return;
    if (signal == SIGHUP) {
      co_await reload();
    } else if (!std::exchange(stopping_, true)) {
      asio::co_spawn(io_, stop(), asio::detached);
    } else {
      log(Level::warning, "server.cut", "Told twice to stop: what is still under way is cut.");
      io_.stop();
    }
  }
}

Async<> Daemon::reload() {
  notify_reloading();
  auto next = reread_();
  if (!next) {
    log(Level::error, "configuration.refused",
        "The new configuration has faults, so the old one stays.\n" + next.error().message);
    metrics_.reloaded(false, clock_.now());
    notify("READY=1\nSTATUS=reload failed: the configuration has faults");
    co_return;
  }
  const std::string later = changed_for_the_next_start(configuration_, *next);
  if (!later.empty())
    log(Level::warning, "configuration.later", later + " changed: that takes effect at the next start.");
  // Both agents' ways in keep one bound until then.
  next->limits.body = configuration_.limits.body;
  configuration_ = std::move(*next);
  if (!configuration_.server.public_url.empty()) public_url_ = configuration_.server.public_url;
  use_settings();
  set_up_log(configuration_.log.level, configuration_.log.format);
  if (tls_) {
    if (const auto renewed = tls_->reload(); !renewed)
      log(Level::error, "tls.refused", "The old certificate stays: " + renewed.error().message);
  }
  co_await configure(configuration_.roster);
  log(Level::info, "configuration.loaded", "The configuration was loaded again.");
  notify("READY=1\nSTATUS=serving " + public_url_);
}

Async<> Daemon::stop() {
  notify("STOPPING=1\nSTATUS=stopping");
  log(Level::info, "server.stopping", "Stopping: those who wait get their asks as they stand.");
  webhooks_.stop();
  co_await server_.stop(grace);
  co_await pump_.drained();
  log(Level::info, "server.stopped", "Stopped.");
  io_.stop();
}

// Fed by the loop that serves, and only while the disk gets on: a timer thread would prove nothing.
Async<> Daemon::feed_watchdog() {
  const auto period = *watchdog_period() / 2;
  asio::steady_timer timer(io_);
  auto either = asio::as_tuple(asio::use_awaitable);
  while (!stopping_) {
    if (!pump_.stuck(2 * period)) notify("WATCHDOG=1");
    timer.expires_after(period);
    co_await timer.async_wait(either);
  }
}

// Platforms repeat what they told for hours, not for months: older keys needn't be known any more.
Async<> Daemon::keep_house() {
  asio::steady_timer timer(io_);
  auto either = asio::as_tuple(asio::use_awaitable);
  while (!stopping_) {
    const auto forgotten = co_await pump_.forget_taken(clock_.now() - taken_kept);
    if (!forgotten) log(Level::warning, "store.untidy", "Old keys can't be swept: " + forgotten.error().message);
    timer.expires_after(house_kept_every);
    co_await timer.async_wait(either);
  }
}

std::vector<Check> Daemon::checks() const {
  std::vector<Check> checks;
  checks.push_back({"store", pump_.stuck(std::chrono::seconds(10)) ? "a write takes longer than 10 s" : "", true});
  for (auto& [backend, health] : lanes_.health())
    checks.push_back({"backend " + backend, std::move(health.reason), false});
  checks.push_back({"serving", stopping_ ? "askd is stopping" : "", true});
  return checks;
}

}  // namespace askd::daemon

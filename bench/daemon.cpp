#include "daemon.hpp"

#include "client.hpp"
#include "requests.hpp"

#include <nlohmann/json.hpp>

#include <sys/socket.h>

#include <charconv>
#include <fstream>
#include <optional>
#include <thread>

namespace askd::bench {
namespace {

constexpr std::chrono::minutes start_patience{10};
constexpr std::string_view password = "correct horse battery";
constexpr std::string_view email = "owner@bench.local";

std::filesystem::path write_config(const Plan& plan, const std::string& name, std::uint16_t port,
                                   std::string_view more) {
  const auto path = plan.folder / (name + ".yaml");
  std::ofstream file(path);
  file << "server: {listen: \"127.0.0.1:" << port << "\"}\n"
       << "store: {path: \"" << (plan.folder / name).string() << "\"}\n"
       << "limits: {open_asks_per_agent: 10000000, requests_per_minute: 100000000, wait: 1h}\n"
       << "log: {level: warning, format: logfmt}\n"
       << more;
  if (!file.flush()) throw Failure("Can't write " + path.string());
  return path;
}

// Nothing while nobody listens.
std::optional<int> try_once(std::uint16_t port, std::string_view request) {
  try {
    Client client(port);
    client.send(request);
    client.await();
    return client.status();
  } catch (const Failure&) {
    return std::nullopt;
  }
}

}  // namespace

Clock::duration until_answered(const Process& process, std::uint16_t port, std::string_view request,
                               Clock::time_point since, std::chrono::microseconds step) {
  for (;;) {
    if (try_once(port, request) == 200) return Clock::now() - since;
    if (!process.running()) throw Failure("The server ended:\n" + process.printed());
    if (Clock::now() - since > start_patience) throw Failure("The server isn't ready:\n" + process.printed());
    std::this_thread::sleep_for(step);
  }
}

Daemon::Daemon(const Plan& plan, const std::string& name, std::string_view more) : port_(free_port()) {
  const auto config = write_config(plan, name, port_, more);
  const std::string request = get_request(port_, "/readyz");
  const Clock::time_point start = Clock::now();
  process_ = std::make_unique<Process>(std::vector<std::string>{plan.askd.string(), "--config", config.string()},
                                       plan.folder / (name + ".log"));
  until_ready_ = until_answered(*process_, port_, request, start, std::chrono::microseconds(250));
}

double Daemon::metric(std::string_view name) const {
  Client client(port_);
  client.send(get_request(port_, "/metrics"));
  client.await();
  const std::string& text = client.text();
  const std::size_t at = text.find("\n" + std::string(name) + " ");
  if (at == std::string::npos) throw Failure("askd has no metric " + std::string(name) + ": " + text);
  double value = 0;
  std::from_chars(text.data() + at + name.size() + 2, text.data() + text.size(), value);
  return value;
}

Keys set_up(const Daemon& daemon) {
  Client client(daemon.port());
  const nlohmann::json first{{"owner_email", email},
                             {"owner_password", password},
                             {"agent_name", "bench"},
                             {"agent_description", "Asks as fast as it can"}};
  client.send(post_request(daemon.port(), "/api/v1/bootstrap", "", first.dump()));
  client.await();
  if (client.status() != 201) throw Failure("POST /bootstrap failed: " + client.text());
  const auto made = nlohmann::json::parse(client.text().substr(client.text().find("\r\n\r\n")));

  const nlohmann::json credentials{{"email", email}, {"password", password}};
  client.send(post_request(daemon.port(), "/api/v1/people/sessions", origin_header(daemon.port()), credentials.dump()));
  client.await();
  const std::string_view cookie = client.header("Set-Cookie");
  if (client.status() != 201 || cookie.empty()) throw Failure("The owner can't sign in: " + client.text());
  return {made.at("api_key").get<std::string>(), std::string(cookie.substr(0, cookie.find(';')))};
}

}  // namespace askd::bench

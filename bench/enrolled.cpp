#include "enrolled.hpp"

#include "client.hpp"
#include "requests.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace askd::bench {
namespace {

constexpr std::string_view secret = "a secret of the benchmark, which lives for one run";
constexpr std::string_view tag = "bench";

}  // namespace

std::string enrollment(const Plan& plan) {
  const auto path = plan.folder / "enrollment.secret";
  std::ofstream file(path);
  file << secret;
  if (!file.flush()) throw Failure("Can't write " + path.string());
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return fmt::format(
      "enrollment:\n"
      "  workers:\n"
      "    secret: {{file: \"{}\"}}\n"
      "    capabilities: [read_channels, post_messages, ask_humans, create_channels]\n"
      "    channels: {{tagged: {}}}\n"
      "    token_lives: forever\n"
      "    agents_max: 1000000\n",
      path.string(), tag);
}

std::vector<std::string> enroll(const Daemon& daemon, std::size_t first, std::size_t count) {
  Client client(daemon.port());
  const std::string header = fmt::format("X-Agent-Secret: {}\r\n", secret);
  std::vector<std::string> tokens;
  while (tokens.size() < count) {
    const nlohmann::json wish{{"name", fmt::format("worker-{:05}", first + tokens.size())}};
    client.send(post_request(daemon.port(), "/api/v1/agents/register", header, wish.dump()));
    client.await();
    if (client.status() != 201) throw Failure("An agent isn't let in: " + client.text());
    tokens.push_back(nlohmann::json::parse(client.body()).at("token").get<std::string>());
  }
  return tokens;
}

std::string make_channel(const Daemon& daemon, const std::string& token) {
  Client client(daemon.port());
  const nlohmann::json channel{{"name", channel_name}, {"tags", nlohmann::json::array({tag})}};
  const std::string header = fmt::format("Authorization: Bearer {}\r\n", token);
  client.send(post_request(daemon.port(), "/api/v1/channels", header, channel.dump()));
  client.await();
  if (client.status() != 201) throw Failure("The channel isn't made: " + client.text());
  return nlohmann::json::parse(client.body()).at("id").get<std::string>();
}

}  // namespace askd::bench

#include "config/server.hpp"

#include "config/address.hpp"
#include "config/certificate.hpp"

#include "base/time.hpp"
#include "net/networks.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace askd::config {
namespace {

constexpr std::chrono::milliseconds day = std::chrono::hours(24);

void declare_tls(Section& is, Server& server, const Surroundings& surroundings) {
  std::filesystem::path certificate;
  SecretValue key;
  is.path(certificate, {.name = "certificate",
                        .help = "File with the certificate and its chain in PEM, the server's own first.",
                        .example = "/etc/askd/tls/chain.pem"});
  is.secret(key, {.name = "key",
                  .help = "The certificate's private key in PEM.",
                  .secret = true,
                  .example = "{credential: tls-key}"});
  if (certificate.empty() && key.text.empty()) return;
  if (certificate.empty()) return is.fault("certificate", "TLS needs a certificate beside the key: name its file");
  if (key.text.empty()) return is.fault("key", "TLS needs the certificate's key: write {file: …} or {credential: …}");
  if (key.file.empty())
    return is.fault("key", "a TLS key is kept in a file: write {file: …} or {credential: …}, not {env: …}");
  const auto chain = surroundings.plain_file(certificate);
  if (!chain) return is.fault("certificate", chain.error().message);
  const auto checked = check_certificate(*chain, key.text);
  if (!checked) return is.fault("certificate", checked.error().message);
  server.tls = Tls{certificate, key.file};
}

void read_endpoints(Section& is, const std::vector<std::string>& listen, Server& server) {
  if (listen.empty()) is.fault("listen", "askd must listen somewhere: write an address, as in 127.0.0.1:8080");
  for (std::size_t i = 0; i < listen.size(); ++i) {
    auto endpoint = parse_endpoint(listen[i]);
    if (!endpoint) {
      is.fault_in("listen", i, endpoint.error().message);
      continue;
    }
    for (const Endpoint& other : server.listen)
      if (endpoint->port != 0 && other == *endpoint) is.fault_in("listen", i, "this address stands here twice");
    server.listen.push_back(*std::move(endpoint));
  }
}

// As systemd says, or as the XDG rules do for a person who tries askd.
std::filesystem::path default_store(const Environment& environment) {
  if (const auto state = environment.find("STATE_DIRECTORY"); state != environment.end() && !state->second.empty())
    return state->second.substr(0, state->second.find(':'));
  const auto home = environment.find("HOME");
  if (home == environment.end() || home->second.empty()) return {};
  return std::filesystem::path(home->second) / ".local/state/askd";
}

}  // namespace

void declare_server(Section& is, Server& server, const Surroundings& surroundings) {
  std::vector<std::string> listen;
  std::vector<std::string> origins;
  std::string bootstrap;
  is(listen, {.name = "listen",
              .fallback = "127.0.0.1:8080",
              .help = "Address and port to listen on, or several in a list; systemd takes the sockets of a socket "
                      "unit."});
  is(server.public_url, {.name = "public_url",
                         .help = "Where people and agents reach askd, for the links it sends; otherwise made of the "
                                 "first address that it listens on.",
                         .example = "https://ask.example.com"});
  is.section({.name = "tls", .help = "Serves TLS by itself. Without it, leave TLS to a proxy in front of askd."},
             [&](Section& tls) { declare_tls(tls, server, surroundings); });
  is(origins, {.name = "allowed_origins",
               .fallback = "[]",
               .help = "Web pages of which other origins may call the agents' API from a browser.",
               .example = "[https://console.example.com]"});
  is(bootstrap, {.name = "bootstrap_from",
                 .fallback = "loopback",
                 .help = "From where the first owner may be made over the API while the store is empty.",
                 .one_of = {"loopback", "anywhere"}});
  server.bootstrap_from_anywhere = bootstrap == "anywhere";
  read_endpoints(is, listen, server);
  if (!server.public_url.empty()) {
    auto origin = parse_origin(server.public_url);
    if (origin)
      server.public_url = *std::move(origin);
    else
      is.fault("public_url", origin.error().message);
  }
  for (std::size_t i = 0; i < origins.size(); ++i) {
    auto origin = parse_origin(origins[i]);
    if (origin)
      server.allowed_origins.push_back(*std::move(origin));
    else
      is.fault_in("allowed_origins", i, origin.error().message);
  }
}

void declare_store(Section& is, Store& store, const Surroundings& surroundings) {
  is.path(store.path, {.name = "path",
                       .help = "Folder of the data; otherwise $STATE_DIRECTORY, or ~/.local/state/askd.",
                       .example = "/var/lib/askd"});
  if (store.path.empty()) store.path = default_store(surroundings.environment);
  if (store.path.empty())
    is.fault("path", "there is no place for the data: set this to a folder, or give askd STATE_DIRECTORY or HOME");
}

void declare_webhooks(Section& is, Webhooks& webhooks) {
  is(webhooks.allow,
     {.name = "allow",
      .fallback = "[]",
      .help = "Networks that agents' webhooks may go to although they are private, and over plain http: "
              "addresses in a list, as in 10.1.0.0/16.",
      .example = "[10.1.0.0/16]"});
  for (std::size_t i = 0; i < webhooks.allow.size(); ++i) {
    net::Networks networks;
    if (const auto added = networks.add(webhooks.allow[i]); !added) is.fault_in("allow", i, added.error().message);
  }
}

void declare_limits(Section& is, Limits& limits) {
  is.size(limits.body, {.name = "body",
                        .fallback = "1MiB",
                        .help = "The largest body of a request.",
                        .least = std::int64_t{16} << 10,
                        .most = std::int64_t{64} << 20});
  is.size(limits.header, {.name = "header",
                          .fallback = "64KiB",
                          .help = "The largest head of a request: its first line and all headers.",
                          .least = std::int64_t{8} << 10,
                          .most = std::int64_t{1} << 20});
  is(limits.depth, {.name = "depth",
                    .fallback = "32",
                    .help = "How deeply JSON in a request may be nested.",
                    .least = 8,
                    .most = 256});
  is(limits.open_asks_per_agent, {.name = "open_asks_per_agent",
                                  .fallback = "1000",
                                  .help = "How many asks of one agent may be open at once.",
                                  .least = 1,
                                  .most = 10'000'000});
  is(limits.requests_per_minute, {.name = "requests_per_minute",
                                  .fallback = "600",
                                  .help = "How many requests an agent may make in a minute, in the long run.",
                                  .least = 1,
                                  .most = 100'000'000});
  is(limits.connections, {.name = "connections",
                          .fallback = "0",
                          .help = "How many connections may be open at once; 0 for as many as the limit of open files "
                                  "allows.",
                          .least = 0,
                          .most = 10'000'000});
  is(limits.streams_per_agent, {.name = "streams_per_agent",
                                .fallback = "100",
                                .help = "How many event streams and WebSockets an agent may have open at once.",
                                .least = 1,
                                .most = 1'000'000});
  is(limits.waits_per_agent, {.name = "waits_per_agent",
                              .fallback = "1000",
                              .help = "How many requests of an agent may wait for answers at once; one more gets its "
                                      "ask as it stands.",
                              .least = 1,
                              .most = 1'000'000});
  is(limits.wait, {.name = "wait",
                   .fallback = "10m",
                   .help = "The longest that one request may wait for an answer; agents then simply wait again.",
                   .least = 1000,
                   .most = day.count()});
}

void declare_asks(Section& is) {
  std::string keep;
  is(keep, {.name = "keep",
            .fallback = "forever",
            .help = "How long an ask is kept after its end. This version of askd keeps all of them: forever."});
  if (keep != "forever") is.fault("keep", "this version of askd keeps asks forever: write that, or leave it out");
}

void declare_log(Section& is, Log& log) {
  is(log.level, {.name = "level",
                 .fallback = "info",
                 .help = "What is logged; debug shows texts of asks and answers too.",
                 .one_of = {"debug", "info", "warning", "error"}});
  is(log.format, {.name = "format",
                  .fallback = "auto",
                  .help = "How it is logged; auto is the journal under systemd, and JSON lines otherwise.",
                  .one_of = {"auto", "journal", "json", "logfmt"}});
}

}  // namespace askd::config

// A whole configuration as plain data: what the files, the environment and the flags say together.
#pragma once

#include "core/agents/agent.hpp"
#include "core/roster.hpp"

#include "askd/adapter.hpp"
#include "base/secret.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace askd::config {

// Where to listen: an address and a port (0: any that is free), or the sockets that systemd passes.
struct Endpoint {
  std::string address = {};  // IPv4, or IPv6 without brackets
  std::uint16_t port = 0;
  bool from_systemd = false;
  bool operator==(const Endpoint&) const = default;
};

// Both in PEM; the two belong together.
struct Tls {
  std::filesystem::path certificate = {};  // the whole chain, the server's own first
  std::filesystem::path key = {};
  bool operator==(const Tls&) const = default;
};

struct Server {
  std::vector<Endpoint> listen = {};
  std::string public_url = {};  // without a slash at its end; empty: made of the first address listened on
  std::optional<Tls> tls = {};
  std::vector<std::string> allowed_origins = {};  // "https://console.example.com"
  bool bootstrap_from_anywhere = false;           // otherwise from loopback only
};

struct Store {
  std::filesystem::path path = {};
};

struct Limits {
  std::uint64_t body = 0;    // bytes
  std::uint64_t header = 0;  // bytes
  std::int64_t depth = 0;    // of JSON
  std::int64_t open_asks_per_agent = 0;
  std::int64_t requests_per_minute = 0;  // of one agent
  std::int64_t connections = 0;          // 0: as many as descriptors allow
  std::int64_t streams_per_agent = 0;
  std::int64_t waits_per_agent = 0;
  std::chrono::milliseconds wait{};  // the longest that a request may wait
};

struct Webhooks {
  std::vector<std::string> allow = {};  // "10.1.0.0/16"
};

struct Log {
  std::string level = {};   // debug, info, warning or error
  std::string format = {};  // auto, journal, json or logfmt
};

// Which channels an agent of a class comes into: those of these names, or those with this tag.
struct EnrolledChannels {
  std::vector<std::string> names = {};
  std::string tagged = {};
  bool operator==(const EnrolledChannels&) const = default;
};

struct EnrollmentClass {
  std::string name = {};
  Secret secret = {};
  std::set<core::Capability> capabilities = {};
  EnrolledChannels channels = {};
  std::optional<std::chrono::milliseconds> token_lives = {};  // nothing: for ever
  std::string approval = {};                                  // a channel, or empty: nobody is asked
  std::int64_t agents_max = 0;
};

// A secret compares like the text it holds.
struct SettingValue {
  std::variant<std::string, bool, std::int64_t, std::chrono::milliseconds, std::vector<std::string>, Secret> value = {};
  bool operator==(const SettingValue& other) const;
};

// One configured use of an adapter, with the values that its settings got.
struct Backend {
  BackendId name = {};
  const AdapterType* type = nullptr;
  std::map<std::string, SettingValue> settings = {};
  std::filesystem::path ca_file = {};  // empty: the system's certificates
  bool operator==(const Backend&) const = default;

  // A fresh adapter with these settings.
  std::unique_ptr<Adapter> make() const;
};

struct Configuration {
  Server server = {};
  Store store = {};
  Limits limits = {};
  Webhooks webhooks = {};
  Log log = {};
  std::vector<EnrollmentClass> enrollment = {};
  std::vector<Backend> backends = {};
  core::Roster roster = {};
  std::vector<std::filesystem::path> files = {};  // that were read, in their order
};

}  // namespace askd::config

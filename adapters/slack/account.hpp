// What one listening Slack knows for as long as it runs: who we are, who people are, and where posts hang.
#pragma once

#include "parse.hpp"
#include "web_api.hpp"

#include "askd/host.hpp"
#include "askd/words.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace askd::adapters::slack {

// A map that forgets everything rather than grow without bound: all in it can be looked up again.
template <class K, class V>
class Memory {
 public:
  explicit Memory(std::size_t most) : most_(most) {}
  const V* find(const K& key) const {
    const auto found = map_.find(key);
    return found == map_.end() ? nullptr : &found->second;
  }
  void keep(const K& key, V value) {
    if (map_.size() >= most_) map_.clear();
    map_.insert_or_assign(key, std::move(value));
  }
  void forget(const K& key) { map_.erase(key); }

 private:
  std::map<K, V> map_;
  std::size_t most_;
};

class Account {
 public:
  explicit Account(WebApi& api) : api_(api) {}

  const Self& self() const { return self_; }
  void learn_app(const std::string& app) { self_.app = app; }

  // auth.test, until it has succeeded once.
  Async<Result<>> know_self(Host& host);

  // The id of a channel, or of the direct message with a person, who may be named by an email address.
  Async<Result<std::string>> channel_of(Host& host, const Room& room);
  void forget_direct(const Room& room) { direct_.forget(room.name); }
  Async<Result<std::string>> user_of(Host& host, const std::string& person);

  // As people read it; empty if Slack doesn't say soon enough.
  Async<std::string> name_of(Host& host, const std::string& user);

  // The name under which askd knows a user: the address that a direct message of ours was sent to, or the id.
  std::string known_as(const std::string& channel, const std::string& user);
  void learn_reader(const std::string& channel, const std::string& person);

  // Where replies to a post go: to the root of its thread. An error only where it is worth to ask again.
  Async<Result<std::string>> root_of(Host& host, const std::string& channel, const std::string& ts);
  std::string known_root(const std::string& channel, const std::string& ts) const;  // `ts` itself if it isn't known
  void learn_root(const std::string& channel, const std::string& ts, const std::string& root);

  // Where a reader finds a message; empty until Slack has said where the workspace is.
  std::string link_to(const std::string& channel, const std::string& ts, const std::string& root) const;

 private:
  Async<Result<std::string>> open_direct(Host& host, const std::string& person);

  WebApi& api_;
  Self self_ = {};
  std::string home_ = {};                             // "https://acme.slack.com/"
  Memory<std::string, std::string> direct_{10'000};   // person → channel
  Memory<std::string, std::string> users_{10'000};    // address → user
  Memory<std::string, std::string> names_{10'000};    // user → name
  Memory<std::string, std::string> readers_{10'000};  // direct channel → address
  Memory<std::string, std::string> aliases_{10'000};  // user → address
  Memory<std::pair<std::string, std::string>, std::string> roots_{50'000};
};

}  // namespace askd::adapters::slack

#include "catch_up.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;

constexpr int pages_max = 20;
constexpr int pauses_max = 20;
// Slack allows some 50 calls of this kind a minute.
constexpr std::size_t burst = 20;
constexpr std::chrono::milliseconds pace = 1'200ms;

bool may_be_gone(const Error& error) {
  return error.fault == Fault::not_found || error.fault == Fault::forbidden || error.fault == Fault::invalid;
}

// The root of the thread that the message `ts` stands in: itself, mostly.
std::string root_in(const Json& answer, const std::string& ts) {
  for (const Json& message : list(answer, "messages"))
    if (text(message, "ts") == ts && !text(message, "thread_ts").empty()) return text(message, "thread_ts");
  return ts;
}

}  // namespace

Async<> CatchUp::run(Host& host) {
  for (;;) {
    while (!wanted_) co_await bell_.wait();
    std::chrono::milliseconds pause = 2s;
    for (;;) {
      wanted_ = false;
      auto read = co_await read_all(host);
      if (read) break;
      co_await host.sleep(pause_or(read.error(), pause));
      pause = std::min<std::chrono::milliseconds>(pause * 2, 60s);
    }
    if (!wanted_) co_await host.caught_up();
  }
}

Async<Result<>> CatchUp::read_all(Host& host) {
  std::set<std::pair<std::string, std::string>> seen;
  const std::vector<PostRef> posts = host.open_posts();
  for (const PostRef& post : posts) {
    account_.learn_backend(post.backend);
    const std::string root = account_.known_root(post.room, post.message);
    if (!seen.emplace(post.room, root).second) continue;
    if (seen.size() > burst) co_await host.sleep(pace);
    auto read = co_await read_thread(host, post.room, root, false);
    // One room that we were put out of must not hold up all others.
    if (!read && (is_final(read.error()) || !may_be_gone(read.error()))) co_return read.error();
  }
  co_return Result<>();
}

Async<Result<Parsed>> CatchUp::page(Host& host, std::string channel, std::string ts, std::string cursor) {
  for (int pauses = 0;; ++pauses) {
    Arguments arguments = {{"channel", channel}, {"ts", ts}, {"limit", "200"}, {"include_all_metadata", "true"}};
    if (!cursor.empty()) arguments.emplace_back("cursor", cursor);
    auto answer = co_await api_.read(host, "conversations.replies", std::move(arguments));
    const auto pause = answer ? std::nullopt : answer.error().retry_after;
    if (!pause || pauses == pauses_max) co_return answer;
    co_await host.sleep(*pause);
  }
}

Async<Result<>> CatchUp::read_thread(Host& host, std::string channel, std::string ts, bool known) {
  std::string cursor;
  for (int pages = 0; pages < pages_max; ++pages) {
    auto answer = co_await page(host, channel, ts, cursor);
    if (!answer) co_return answer.error();
    const std::string root = root_in(answer->json, ts);
    account_.learn_root(channel, ts, root);
    if (!known && root != ts) co_return co_await read_thread(host, channel, root, true);
    for (const Json& message : list(answer->json, "messages")) {
      if (is_own(message, account_.self())) account_.learn_reader(channel, person_of(message));
      if (text(message, "ts") != ts) co_await hear(host, message, channel);
    }
    cursor = text(part(answer->json, "response_metadata"), "next_cursor");
    if (cursor.empty()) break;
  }
  co_return Result<>();
}

// Under the same key as the event, so that whichever comes second is harmless.
Async<> CatchUp::hear(Host& host, const Json& message, std::string channel) {
  Happening happening = read_message(message, channel, account_.self());
  const Told* told = std::get_if<Told>(&happening);
  if (told == nullptr || told->what.thread.message.empty()) co_return;
  co_await intake_.take(host, std::move(happening));
}

}  // namespace askd::adapters::slack

#include "catch_up.hpp"

#include "askd/first.hpp"

#include <algorithm>
#include <utility>

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;

constexpr int pages_max = 20;
constexpr int pauses_max = 20;
// Slack allows some 50 calls of this kind a minute.
constexpr std::size_t burst = 20;
constexpr std::chrono::milliseconds pace = 1'200ms;
// Slack holds events back for the rest of a minute.
constexpr std::chrono::milliseconds held_back = 1min;

// Everything else concerns one room, which must not hold up all others.
bool concerns_all(const Error& error) {
  return error.fault == Fault::unauthenticated || error.fault == Fault::unavailable ||
         error.fault == Fault::rate_limited;
}

// The root of the thread that the message `ts` stands in: itself, mostly.
std::string root_in(const Json& answer, const std::string& ts) {
  for (const Json& message : list(answer, "messages"))
    if (!text(message, "thread_ts").empty()) return text(message, "thread_ts");
  return ts;
}

std::string next_page(const Json& answer) { return text(part(answer, "response_metadata"), "next_cursor"); }

}  // namespace

void CatchUp::wanted_later() {
  later_ = true;
  if (!pausing_) bell_.ring();
}

Async<> CatchUp::until_wanted(Host& host) {
  while (!wanted_) {
    if (!std::exchange(later_, false)) {
      co_await bell_.wait();
      continue;
    }
    pausing_ = true;
    const auto first = co_await first_of(host.sleep(held_back), bell_.wait());
    pausing_ = false;
    if (first.index() == 0)
      wanted_ = true;
    else
      later_ = true;
  }
}

Async<> CatchUp::run(Host& host) {
  pausing_ = false;
  trouble_.clear();
  for (;;) {
    co_await until_wanted(host);
    std::chrono::milliseconds pause = 2s;
    for (;;) {
      wanted_ = false;
      auto read = co_await read_all(host);
      if (read) break;
      co_await host.sleep(pause_or(read.error(), pause));
      pause = std::min<std::chrono::milliseconds>(pause * 2, 60s);
    }
    if (!wanted_ && !deaf_) co_await host.caught_up();
  }
}

Async<Result<>> CatchUp::read_all(Host& host) {
  // The oldest first: what was said before it answers nothing that is open in its thread.
  std::vector<PostRef> posts = host.open_posts();
  std::sort(posts.begin(), posts.end(),
            [](const PostRef& a, const PostRef& b) { return is_before(a.message, b.message); });
  Seen seen;
  std::string trouble;
  calls_ = 0;
  for (const PostRef& post : posts) {
    auto read = co_await read_thread(host, post, seen);
    const bool direct = post.room.starts_with('D') && seen.insert({post.room, ""}).second;
    if (direct && (read || !concerns_all(read.error()))) read = co_await read_direct(host, post);
    if (read) continue;
    const Error& error = read.error();
    if (concerns_all(error)) co_return error;
    // A post that was deleted, or a channel, is nothing to mend.
    if (error.fault != Fault::not_found && trouble.empty())
      trouble = error.message + " What was said in " + post.room + " while askd was away isn't read.";
  }
  if (trouble != trouble_) {
    trouble_ = std::move(trouble);
    host.report(trouble_);
  }
  co_return Result<>();
}

Async<Result<Parsed>> CatchUp::page(Host& host, Stretch stretch, std::string cursor) {
  for (int pauses = 0;; ++pauses) {
    Arguments arguments = {{"channel", stretch.channel},
                           {"oldest", stretch.oldest},
                           {"inclusive", "true"},
                           {"limit", "200"},
                           {"include_all_metadata", "true"}};
    if (!stretch.ts.empty()) arguments.emplace_back("ts", stretch.ts);
    if (!cursor.empty()) arguments.emplace_back("cursor", cursor);
    if (calls_++ >= burst) co_await host.sleep(pace);
    const char* method = stretch.ts.empty() ? "conversations.history" : "conversations.replies";
    auto answer = co_await api_.read(host, method, std::move(arguments));
    const auto pause = answer ? std::nullopt : answer.error().retry_after;
    if (!pause || pauses == pauses_max) co_return answer;
    co_await host.sleep(*pause);
  }
}

Async<Result<>> CatchUp::read_thread(Host& host, PostRef post, Seen& seen) {
  Stretch stretch{post.room, account_.known_root(post.room, post.message), post.message};
  if (!seen.insert({post.room, stretch.ts}).second) co_return Result<>();
  std::string cursor;
  for (int pages = 0; pages < pages_max; ++pages) {
    auto answer = co_await page(host, stretch, cursor);
    if (!answer) co_return answer.error();
    std::string root = root_in(answer->json, stretch.ts);
    account_.learn_root(post.room, stretch.ts, root);
    if (root != stretch.ts) {
      if (!seen.insert({post.room, root}).second) co_return Result<>();
      stretch.ts = std::move(root);
      cursor.clear();
      continue;
    }
    std::vector<Happening> said;
    for (const Json& message : list(answer->json, "messages")) {
      const std::string ts = text(message, "ts");
      if (is_own(message, account_.self())) {
        account_.learn_reader(post.room, person_of(message));
        account_.learn_root(post.room, ts, stretch.ts);
      }
      // The root comes always, however old it is.
      if (ts == stretch.ts || is_before(ts, post.message)) continue;
      Happening happening = read_message(message, post.room, account_.self());
      const Told* told = std::get_if<Told>(&happening);
      if (told != nullptr && !told->what.thread.message.empty()) said.push_back(std::move(happening));
    }
    co_await hear(host, std::move(said));
    cursor = next_page(answer->json);
    if (cursor.empty()) break;
  }
  co_return Result<>();
}

// A reply in a direct message counts outside of any thread, too. Slack tells of the newest first, but what was said
// first counts.
Async<Result<>> CatchUp::read_direct(Host& host, PostRef post) {
  const Stretch stretch{post.room, "", post.message};
  std::vector<Happening> said;
  std::string cursor;
  for (int pages = 0; pages < pages_max; ++pages) {
    auto answer = co_await page(host, stretch, cursor);
    if (!answer) co_return answer.error();
    for (const Json& message : list(answer->json, "messages")) {
      if (is_before(text(message, "ts"), post.message)) continue;
      Happening happening = read_message(message, post.room, account_.self());
      const Told* told = std::get_if<Told>(&happening);
      if (told != nullptr && told->what.thread.message.empty()) said.push_back(std::move(happening));
    }
    cursor = next_page(answer->json);
    if (cursor.empty()) break;
  }
  std::reverse(said.begin(), said.end());
  co_await hear(host, std::move(said));
  co_return Result<>();
}

// Under the same key as the event, so that whichever comes second is harmless.
Async<> CatchUp::hear(Host& host, std::vector<Happening> said) {
  for (Happening& happening : said) co_await intake_.take(host, std::move(happening));
}

}  // namespace askd::adapters::slack

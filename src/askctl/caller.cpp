#include "askctl/caller.hpp"

#include "askctl/exits.hpp"
#include "askctl/members.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <ostream>
#include <utility>

namespace askd::askctl {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Answer = Result<net::ClientResponse>;

constexpr milliseconds pause_first{250};
constexpr milliseconds pause_longest{10'000};
constexpr milliseconds pause_asked_most{600'000};
// askd sends something every 15 s while it holds a request: after this long the connection is dead.
constexpr milliseconds quiet_most{50'000};
constexpr std::size_t answer_max = std::size_t{256} << 20;  // a page of the audit log can be large

// "/form/options/0" → "form.options.0", and "?limit" → "limit".
std::string place_of(std::string pointer) {
  if (pointer.starts_with('/') || pointer.starts_with('?')) pointer.erase(0, 1);
  std::replace(pointer.begin(), pointer.end(), '/', '.');
  return pointer;
}

bool is_problem(const net::ClientResponse& response) {
  return response.header("Content-Type").value_or("").starts_with("application/problem+json");
}

}  // namespace

bool says_later(int status) { return status == 429 || status == 502 || status == 503 || status == 504; }

std::string query_text(const std::vector<std::pair<std::string, std::string>>& fields) {
  namespace urls = boost::urls;
  std::string text;
  for (const auto& [name, value] : fields) {
    if (!text.empty()) text += '&';
    text += urls::encode(name, urls::unreserved_chars) + "=" + urls::encode(value, urls::unreserved_chars);
  }
  return text;
}

Caller::Caller(Shell& shell, Target target)
    : shell_(shell), target_(std::move(target)), client_(shell.io, {.user_agent = "askctl/" ASKD_VERSION}) {
  if (shell_.watch_signals) shell_.watch_signals();
}

Caller::Patience Caller::short_patience() const {
  const auto end = shell_.now() + seconds(2);
  return {end, end};
}

net::ClientRequest Caller::request_of(const Call& call) const {
  net::ClientRequest request;
  request.method = call.method;
  request.url = target_.url + call.path;
  request.unix_socket = target_.socket;
  request.headers.emplace_back("Accept", "application/json");
  if (!target_.token.empty()) request.headers.emplace_back("Authorization", "Bearer " + target_.token.reveal());
  if (!call.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  if (!call.key.empty()) request.headers.emplace_back("Idempotency-Key", call.key);
  request.body = call.body;
  request.timeout = call.held + seconds(60);
  request.quiet = quiet_most;
  request.answer_max = answer_max;
  return request;
}

Answer Caller::send(const Call& call) {
  struct Sent {
    std::optional<Answer> answer = {};
    std::string trouble = {};
    bool over = false;
  };
  // The request may outlive this call, if it is interrupted.
  const auto sent = std::make_shared<Sent>();
  boost::asio::co_spawn(shell_.io, client_.send(request_of(call)), [sent](std::exception_ptr thrown, Answer answer) {
    sent->over = true;
    try {
      if (thrown != nullptr) std::rethrow_exception(thrown);
      sent->answer.emplace(std::move(answer));
    } catch (const std::exception& error) {
      sent->trouble = error.what();
    }
  });
  while (!sent->over && !shell_.interrupted) {
    if (shell_.io.stopped()) shell_.io.restart();
    shell_.io.run_one();
  }
  if (sent->answer) return std::move(*sent->answer);
  if (!sent->over) return Error{Fault::unavailable, "The request was interrupted."};
  return Error{Fault::internal, "The request failed: " + sent->trouble};
}

Answer Caller::send(const std::function<Call()>& call, const Patience& patience) {
  milliseconds pause = pause_first;
  for (;;) {
    Answer result = send(call());
    const bool again = result ? says_later(result->status) : result.error().fault == Fault::unavailable;
    reached_ = reached_ || result.has_value();
    if (!again || shell_.interrupted) {
      told_ = false;
      return result;
    }
    const auto end = reached_ ? patience.until : std::min(patience.first, patience.until);
    const auto rest = std::chrono::ceil<milliseconds>(end - shell_.now());
    if (rest <= milliseconds(0)) return result;
    tell_trouble(result);
    const auto asked = result ? result->retry_after() : std::nullopt;
    shell_.pause(std::min(asked ? std::min<milliseconds>(*asked, pause_asked_most) : pause, rest));
    if (shell_.interrupted) return result;
    pause = std::min(pause * 2, pause_longest);
  }
}

// Once for each time that it goes away.
void Caller::tell_trouble(const Answer& result) {
  if (std::exchange(told_, true)) return;
  if (result)
    shell_.say(target_.name() + " answers " + std::to_string(result->status) + ": trying again.");
  else
    shell_.say("askd doesn't answer at " + target_.name() + ": trying again.");
}

std::string problem_words(const Target& target, const net::ClientResponse& response) {
  const auto parsed = is_problem(response) ? json::parse(response.body, {.max_depth = 64}) : Result<Json>(invalid(""));
  const Json document = parsed ? *parsed : Json();
  std::string detail = text_in(document, "detail");
  if (detail.empty()) detail = text_in(document, "title");
  if (detail.empty())
    detail = target.name() + " answered " + std::to_string(response.status) + ", which isn't how askd speaks.";
  if (response.status == 401 && !target.token.empty())
    return "askd doesn't take the token from " + target.token_from + ": " + detail;
  if (response.status == 401) return "This needs an agent's token: set ASKD_TOKEN, or use --token-file. " + detail;
  const Json& errors = member_in(document, "errors");
  if (!errors.is_array() || errors.empty()) return detail;
  // The detail may tell the first field by its pointer; the list tells all of them.
  const std::string first = text_in(errors.front(), "pointer");
  std::string words = !first.empty() && detail.starts_with(first) ? "askd doesn't take this:" : detail;
  for (const Json& error : errors) {
    const std::string place = place_of(text_in(error, "pointer"));
    words += "\n  " + (place.empty() ? "" : place + ": ") + text_in(error, "detail");
  }
  return words;
}

int tell_failure(const Shell& shell, const Target& target, const Answer& result, bool json) {
  if (shell.interrupted) return exits::interrupted;
  if (!result)
    shell.say(result.error().fault == Fault::unavailable ? no_answer(target, result.error().message)
                                                         : result.error().message);
  else if (json && is_problem(*result))
    shell.err << result->body << "\n";
  else
    shell.say(problem_words(target, *result));
  return exits::failed;
}

Result<Json> json_of(const net::ClientResponse& response) {
  auto parsed = json::parse(response.body, {.max_depth = 64});
  if (!parsed) return Error{Fault::internal, "The answer isn't the JSON that askd sends: " + parsed.error().message};
  return parsed;
}

}  // namespace askd::askctl

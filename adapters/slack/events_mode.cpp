#include "events_mode.hpp"

#include "signature.hpp"

#include "askd/first.hpp"

#include <utility>

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;

// Slack doesn't say when a token is revoked while nobody calls.
constexpr std::chrono::milliseconds look_after_token = 10min;

Response plain(int status, std::string body = {}) {
  return Response{status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(body)};
}

}  // namespace

Async<Result<>> EventsMode::run(Host& host) {
  fatal_.reset();
  Hook events = [this, &host](Request request) { return on_event(host, std::move(request)); };
  Hook interactive = [this, &host](Request request) { return on_interaction(host, std::move(request)); };
  if (auto served = host.serve("events", std::move(events)); !served) co_return served.error();
  if (auto served = host.serve("interactive", std::move(interactive)); !served) co_return served.error();
  catch_up_.wanted();
  host.report(catch_up_.trouble());
  co_await first_of(watch(host), ended());
  co_return *fatal_;
}

Async<> EventsMode::ended() {
  while (!fatal_) co_await bell_.wait();
}

void EventsMode::end(Error why) {
  fatal_ = std::move(why);
  bell_.ring();
}

Async<> EventsMode::watch(Host& host) {
  for (;;) {
    co_await host.sleep(look_after_token);
    auto answer = co_await api_.write(host, "auth.test", Json::object());
    if (!answer && is_final(answer.error())) end(answer.error());
    host.report(answer ? catch_up_.trouble() : answer.error().message);
  }
}

Async<Response> EventsMode::on_event(Host& host, Request request) {
  if (auto right = check_signature(request, secret_, clock_()); !right) co_return plain(401);
  auto parsed = parse_object(request.body);
  if (!parsed) co_return plain(400);
  if (text(parsed->json, "type") == "url_verification") co_return plain(200, text(parsed->json, "challenge"));
  auto happening = read_event(parsed->json, account_.self());
  // Told that it failed, Slack would only send the same again.
  if (!happening) co_return plain(200);
  co_return co_await answer(host, std::move(*happening));
}

Async<Response> EventsMode::on_interaction(Host& host, Request request) {
  const auto payload = form_field(request.body, "payload");
  // Slack looks at the certificate of an address without signing that; nothing else is done with what it sends then.
  if (!payload && form_field(request.body, "ssl_check") == "1") co_return plain(200);
  if (auto right = check_signature(request, secret_, clock_()); !right) co_return plain(401);
  // We have no commands, but whoever runs the app may give it one, and then the person isn't to see an error.
  if (!payload) co_return plain(form_field(request.body, "command") ? 200 : 400);
  auto parsed = parse_object(*payload);
  if (!parsed) co_return plain(400);
  auto happening = read_interaction(parsed->json, account_.self());
  if (!happening) co_return plain(200);
  co_return co_await answer(host, std::move(*happening));
}

Async<Response> EventsMode::answer(Host& host, Happening happening) {
  Rest rest = co_await intake_.take(host, std::move(happening));
  Response response = plain(200);
  if (rest.answer) response = Response{200, {{"Content-Type", "application/json; charset=utf-8"}}, dump(*rest.answer)};
  if (!rest.revoked.empty())
    end(Error{Fault::unauthenticated, rest.revoked + " Install the app again, and give askd its new tokens.", {}});
  if (rest.held_back) catch_up_.wanted_later();
  intake_.finish(std::move(rest));
  co_return response;
}

}  // namespace askd::adapters::slack

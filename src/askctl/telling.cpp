// The commands notify, list and invite.
#include "askctl/ask_body.hpp"
#include "askctl/caller.hpp"
#include "askctl/exits.hpp"
#include "askctl/members.hpp"
#include "askctl/table.hpp"

#include "base/crypto.hpp"
#include "base/unicode.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

namespace askd::askctl {
namespace {

constexpr long page_max = 200;

using Fields = std::vector<std::pair<std::string, std::string>>;

Result<Fields> filter_of(const Given& given) {
  Fields fields;
  for (const char* name : {"state", "q", "team"})
    if (const auto text = given.find(name)) fields.emplace_back(name, *text);
  for (const std::string& text : given.all("label")) {
    const auto pair = read_pair("label", text);
    if (!pair) return pair.error();
    fields.emplace_back("label." + pair->first, pair->second);
  }
  return fields;
}

// Pages of a listing, until `limit` asks are together.
struct Listing {
  std::vector<Json> asks = {};
  bool more = false;
  Result<net::ClientResponse> last = Error{};
  bool good = false;
};

Listing read_asks(Caller& caller, const Fields& filter, long limit) {
  Listing listing;
  std::string cursor;
  const auto most = static_cast<std::size_t>(limit);
  do {
    Fields query = filter;
    const long rest = limit - static_cast<long>(listing.asks.size());
    query.emplace_back("limit", std::to_string(std::min(rest, page_max)));
    if (!cursor.empty()) query.emplace_back("cursor", cursor);
    Call call;
    call.path = "/api/v1/asks?" + query_text(query);
    listing.last = caller.send([&] { return call; }, caller.short_patience());
    if (!listing.last || listing.last->status != 200) return listing;
    const auto page = json_of(*listing.last);
    if (!page || !page->is_object() || !page->contains("asks")) {
      listing.last = page ? Error{Fault::internal, "The answer isn't a list of asks."} : page.error();
      return listing;
    }
    for (const Json& ask : page->at("asks")) listing.asks.push_back(ask);
    cursor = text_in(*page, "next");
  } while (!cursor.empty() && listing.asks.size() < most);
  listing.more = !cursor.empty();
  listing.good = true;
  return listing;
}

void print_asks(const Shell& shell, const std::vector<Json>& asks) {
  for (const Json& ask : asks) {
    std::string state = text_in(ask, "state");
    state.resize(std::max<std::size_t>(state.size(), 9), ' ');
    shell.out << text_in(ask, "id") << "  " << state << "  " << text_in(ask, "created_at") << "  "
              << unicode::visible(text_in(ask, "title"), unicode::Lines::one) << "\n";
  }
}

}  // namespace

int notify(Shell& shell, const Given& given) {
  const auto body = notice_body(shell, given);
  if (!body) return shell.fail(body.error(), exits::usage);
  const auto target = find_target(shell, given, Speaker::agent);
  if (!target) return shell.fail(target.error(), exits::failed);
  Caller caller(shell, *target);
  Call call;
  call.method = "POST";
  call.path = "/api/v1/notices";
  call.body = body->dump();
  call.key = given.has("key") ? given.text("key") : crypto::base64url(crypto::random_bytes(18));
  const auto answer = caller.send([&] { return call; }, caller.short_patience());
  if (!answer || answer->status != 201) return tell_failure(shell, *target, answer, given.has("json"));
  const auto notice = json_of(*answer);
  if (!notice) return shell.fail(notice.error(), exits::failed);
  shell.out << (given.has("json") ? answer->body : text_in(*notice, "id")) << "\n";
  return exits::done;
}

int list(Shell& shell, const Given& given) {
  const auto filter = filter_of(given);
  if (!filter) return shell.fail(filter.error(), exits::usage);
  const auto limit = read_count(given, "limit", 50);
  if (!limit) return shell.fail(limit.error(), exits::usage);
  const auto target = find_target(shell, given, Speaker::either);
  if (!target) return shell.fail(target.error(), exits::failed);
  if (given.has("team") && !target->token.empty())
    return shell.fail(invalid("--team is the operator's: an agent lists its own asks (the token comes from " +
                              target->token_from + ")."),
                      exits::usage);
  Caller caller(shell, *target);
  const Listing listing = read_asks(caller, *filter, *limit);
  if (!listing.good) return tell_failure(shell, *target, listing.last, given.has("json"));
  if (given.has("json")) {
    Json all{{"asks", listing.asks}, {"more", listing.more}};
    shell.out << all.dump() << "\n";
  } else {
    print_asks(shell, listing.asks);
  }
  if (listing.more && !given.has("quiet")) shell.say("There are more: use --limit.");
  return exits::done;
}

int invite(Shell& shell, const Given& given) {
  Json body = Json::object();
  for (const char* name : {"name", "email", "role", "team"})
    if (const auto text = given.find(name)) body[name] = *text;
  if (given.has("sign-in")) {
    if (!given.has("email")) return shell.fail(invalid("--sign-in needs --email: whom the link is for."), exits::usage);
    body["kind"] = "sign_in";
  }
  const auto target = find_target(shell, given, Speaker::operator_);
  if (!target) return shell.fail(target.error(), exits::failed);
  Caller caller(shell, *target);
  Call call;
  call.method = "POST";
  call.path = "/api/v1/people/invites";
  call.body = body.dump();
  // Sent once: another link would be made by another request.
  const auto answer = caller.send(call);
  if (!answer || answer->status != 201) return tell_failure(shell, *target, answer, given.has("json"));
  const auto made = json_of(*answer);
  if (!made) return shell.fail(made.error(), exits::failed);
  shell.out << (given.has("json") ? answer->body : text_in(*made, "url")) << "\n";
  if (!given.has("quiet")) shell.say("The link works once, until " + text_in(*made, "expires_at") + ".");
  return exits::done;
}

}  // namespace askd::askctl

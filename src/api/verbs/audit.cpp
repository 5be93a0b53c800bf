// The audit log: GET /audit.
#include "api/verbs.hpp"
#include "shapes/problem.hpp"
#include "shapes/records.hpp"

namespace askd::api {
namespace {

const Parameter before{"before", Parameter::In::query, R"({"type":"integer","minimum":1})",
                       "Newest first, from the record before this number."};
const Parameter after_record{"after", Parameter::In::query, R"({"type":"integer","minimum":0})",
                             "Oldest first, from the record after this number."};
const Parameter texts{"texts", Parameter::In::query, R"({"type":"string","enum":["resolved","hashed"]})",
                      "hashed shows long texts as the hashes that the chain is made of."};

Async<net::Response> records(Call& call) {
  co_await call.service.settled();
  // The log is of all teams, and an agent belongs to one.
  if (call.service.roster().teams.size() > 1)
    co_return shapes::problem("forbidden", "The audit log is of all teams, and there are several here.");
  co_return co_await shapes::records_response(call.service, call.request);
}

}  // namespace

std::vector<Verb> audit_verbs() {
  Verb log{.name = "audit",
           .method = "GET",
           .path = "/audit",
           .capability = core::Capability::read_audit,
           .summary = "The audit log",
           .parameters = {&parameters::limit, &before, &after_record, &texts},
           .replies = {{200, "A page of records.", "Records"}},
           .answer = records};
  return {std::move(log)};
}

}  // namespace askd::api

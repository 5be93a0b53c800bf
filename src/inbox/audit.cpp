// The audit log, for owners.
#include "inbox/routes.hpp"

#include "shapes/problem.hpp"
#include "shapes/records.hpp"

#include <array>
#include <utility>

namespace askd::inbox {
namespace {

Async<net::Response> records(Visit& visit) {
  // The log is of all teams, so an owner of one of them isn't enough.
  const core::Person* person = visit.service.state().person(visit.visitor.person);
  const bool may = visit.visitor.is_operator || (person != nullptr && person->owns_all);
  if (!may)
    co_return shapes::problem("forbidden", "The audit log is of all teams: only the owner of all of them reads it.");
  co_return co_await shapes::records_response(visit.service, visit.request);
}

constexpr std::array<Route, 1> audit_table{{{"GET", "/api/v1/audit", Needs::visitor, records}}};

}  // namespace

std::span<const Route> audit_routes() { return audit_table; }

}  // namespace askd::inbox

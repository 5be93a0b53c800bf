// How the platforms are, for those who look after askd.
#include "inbox/routes.hpp"

#include "base/json_describe.hpp"
#include "shapes/member.hpp"
#include "shapes/responses.hpp"

#include <boost/describe.hpp>

#include <array>
#include <string>
#include <utility>

namespace askd::engine {
BOOST_DESCRIBE_ENUM(BackendState, up, degraded, down)
}  // namespace askd::engine

namespace askd::inbox {
namespace {

Async<net::Response> list_backends(Visit& visit) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("backends");
  writer.begin_array();
  for (const auto& [name, health] : visit.settings.backends()) {
    writer.begin_object();
    shapes::write_member(writer, "name", name);
    shapes::write_member(writer, "state", health.state);
    if (!health.reason.empty()) shapes::write_member(writer, "reason", health.reason);
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
  co_return shapes::json_response(200, std::move(text));
}

constexpr std::array<Route, 1> backends_table{{
    {"GET", "/api/v1/backends", Needs::owner, list_backends},
}};

}  // namespace

std::span<const Route> backend_routes() { return backends_table; }

}  // namespace askd::inbox

// All families together.
#include "inbox/routes.hpp"

namespace askd::inbox {

const std::vector<Route>& routes() {
  static const std::vector<Route> all = [] {
    std::vector<Route> list;
    for (const auto family : {ask_routes(), conversation_routes(), entry_routes(), people_routes(), event_routes(),
                              audit_routes(), channel_routes(), agent_routes(), backend_routes()})
      list.insert(list.end(), family.begin(), family.end());
    return list;
  }();
  return all;
}

}  // namespace askd::inbox

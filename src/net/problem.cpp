// Renders problem documents.
#include "net/problem.hpp"

#include <nlohmann/json.hpp>

namespace askd::net {

Response problem(int status, std::string_view name, std::string_view detail) {
  nlohmann::ordered_json document;
  document["type"] = "urn:askd:problem:" + std::string(name);
  document["title"] = reason(status);
  document["status"] = status;
  document["detail"] = detail;
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.body = document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return response;
}

}  // namespace askd::net

// The verb table, printed as an OpenAPI 3.1 document.
#pragma once

#include "api/call.hpp"

#include <string>

namespace askd::api {

std::string openapi_text(const Settings& settings);

}  // namespace askd::api

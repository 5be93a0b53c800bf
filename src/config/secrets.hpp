// Secrets: {file: …}, {env: …} or {credential: …}, and never the text itself.
#pragma once

#include "config/node.hpp"
#include "config/section.hpp"
#include "config/yaml_settings.hpp"

#include "askd/result.hpp"

namespace askd::config {

// Reads what the node names. The error is a sentence that holds nothing of an inline text.
Result<SecretValue> read_secret_setting(const Node& node, const Reading& reading);

}  // namespace askd::config

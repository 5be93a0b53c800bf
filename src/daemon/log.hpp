// The daemon's own log: one line per event, to the journal, or to stderr as JSON or logfmt.
#pragma once

#include "askd/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askd::daemon {

enum class Level { debug, info, warning, error };

// Names are lower case with underscores; values never hold a secret, nor what people and agents wrote.
using LogFields = std::vector<std::pair<std::string_view, std::string>>;

// `format` is auto, journal, json or logfmt: auto is the journal if stderr is connected to it, and logfmt otherwise.
// `level` is debug, info, warning or error. To be called before the first line, and again after a reload.
void set_up_log(const std::string& level, const std::string& format);

// `event` is a stable name such as "server.listening"; `message` a sentence.
void log(Level level, std::string_view event, std::string_view message, const LogFields& fields = {});

}  // namespace askd::daemon

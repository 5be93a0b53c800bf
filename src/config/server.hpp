// The settings of the server itself: each key with its default, its meaning and its checks.
#pragma once

#include "config/configuration.hpp"
#include "config/section.hpp"
#include "config/surroundings.hpp"

namespace askd::config {

void declare_server(Section& is, Server& server, const Surroundings& surroundings);
void declare_store(Section& is, Store& store, const Surroundings& surroundings);
void declare_limits(Section& is, Limits& limits);
void declare_webhooks(Section& is, Webhooks& webhooks);
void declare_asks(Section& is);
void declare_log(Section& is, Log& log);

}  // namespace askd::config

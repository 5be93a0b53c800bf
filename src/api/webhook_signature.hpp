// What makes a delivery to a webhook one of ours: ids and signatures as Standard Webhooks 1.0 has them, over a body as
// CloudEvents 1.0 has it.
#pragma once

#include "core/agents/agent.hpp"
#include "core/streams/streams.hpp"
#include "net/message.hpp"

#include "askd/words.hpp"

#include <string>
#include <string_view>

namespace askd::api {

// "whsec_" and the key in base64.
std::string shown_secret(std::string_view key);

// "evt_…": the same entry has the same id in every attempt.
std::string delivery_id(const core::Event& event);

// A CloudEvent in structured mode. `data` is the entry as the stream has it.
std::string cloud_event(const core::Event& event, std::string_view source, std::string_view data);

// webhook-id, webhook-timestamp and webhook-signature of one attempt at `now`, and the type of the body. The previous
// secret signs as well for as long as it stands.
net::Fields delivery_headers(const core::Webhook& webhook, std::string_view id, std::string_view body, Instant now);

}  // namespace askd::api

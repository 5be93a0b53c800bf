#include "api/webhook_signature.hpp"

#include "base/crypto.hpp"
#include "shapes/member.hpp"

#include <chrono>

namespace askd::api {
namespace {

std::string signature(const core::Sealed& secret, std::string_view content) {
  const auto key = crypto::unbase64url(secret.text).value_or(std::string{});
  const crypto::Digest mac = crypto::hmac_sha256(key, content);
  return "v1," + crypto::base64({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

// What the entry is about, as a path below /api/v1; empty where it is about nothing of its own.
std::string subject_of(const core::Event& event) {
  if (event.ask) return "asks/" + event.ask.text();
  if (event.notice) return "notices/" + event.notice.text();
  if (event.channel) return "channels/" + event.channel.text();
  if (event.conversation) return "conversations/" + event.conversation.text();
  return {};
}

}  // namespace

std::string shown_secret(std::string_view key) { return "whsec_" + crypto::base64(key); }

// The record's time and number make an id that is as unique as the record.
std::string delivery_id(const core::Event& event) {
  const auto milliseconds = static_cast<std::uint64_t>(event.at.time_since_epoch().count());
  std::string id = "evt_";
  append_ulid(id, Ulid{milliseconds << 16, event.cursor});
  return id;
}

std::string cloud_event(const core::Event& event, std::string_view source, std::string_view data) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  shapes::write_member(writer, "specversion", "1.0");
  shapes::write_member(writer, "id", delivery_id(event));
  shapes::write_member(writer, "source", source);
  shapes::write_member(writer, "type", core::name_of(event.type));
  if (const std::string subject = subject_of(event); !subject.empty()) shapes::write_member(writer, "subject", subject);
  shapes::write_member(writer, "time", event.at);
  shapes::write_member(writer, "datacontenttype", "application/json");
  writer.key("data");
  writer.raw(data);
  writer.end_object();
  return text;
}

net::Fields delivery_headers(const core::Webhook& webhook, std::string_view id, std::string_view body, Instant now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const std::string timestamp = std::to_string(seconds);
  const std::string content = std::string(id) + "." + timestamp + "." + std::string(body);
  std::string signatures = signature(webhook.secret, content);
  if (webhook.previous_ends && *webhook.previous_ends > now) signatures += " " + signature(webhook.previous, content);
  return {{"Content-Type", "application/cloudevents+json"},
          {"webhook-id", std::string(id)},
          {"webhook-timestamp", timestamp},
          {"webhook-signature", std::move(signatures)}};
}

}  // namespace askd::api

// Entries of agents' streams as JSON, for whichever way they leave.
#pragma once

#include "core/streams/streams.hpp"
#include "engine/service.hpp"

#include "askd/async.hpp"

#include <map>
#include <memory>
#include <string>

namespace askd::api {

using Text = std::shared_ptr<const std::string>;

// Makes the texts, and keeps the last ones of channels: a message goes to all who are in its channel, at the same time.
class Entries {
 public:
  explicit Entries(engine::Service& service) : service_(service) {}

  void use(std::string public_url) { public_url_ = std::move(public_url); }

  // As a frame, {"type": "new_message", "cursor", "message": {…}} for what was said in a channel; otherwise as
  // text_of().
  Async<Text> frame_of(core::Event event);
  // {"type", "cursor", "at", …}, as shapes::event_text() has it.
  Async<Text> text_of(core::Event event);

 private:
  static constexpr std::size_t kept_max = 64;
  struct Kept {
    Text frame = {};
    Text text = {};
  };
  Async<Text> made(core::Event event, bool as_frame);
  Async<std::string> text(core::Event event);
  Async<std::string> frame(core::Event event);

  engine::Service& service_;
  std::string public_url_;
  std::map<core::Sequence, Kept> kept_;
};

}  // namespace askd::api

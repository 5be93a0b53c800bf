// What a platform can do, as data: the core cuts every card to fit, so that it never has to name a platform.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace askd {

// The mark-up an adapter renders a card's Markdown into. Told for diagnosis; the adapter does the rendering.
enum class Dialect : std::uint8_t { plain, markdown, html, mrkdwn };

// Lengths are in Unicode code points. Zero means "not at all".
struct Capabilities {
  Dialect dialect = Dialect::plain;
  std::size_t title_max = 150;
  std::size_t text_max = 4000;       // of a card's body
  std::size_t context_max = 10;      // fields of context that a card can show
  std::size_t buttons_max = 0;       // none: people answer by typing
  std::size_t button_label_max = 0;  // of a button or an entry of a list
  std::size_t select_max = 0;        // entries of a list to pick one from
  std::size_t several_max = 0;       // entries of a list to pick several from
  bool text_input = false;           // a modal, or the like, that takes text and notes
  bool field_input = false;          // a modal, or the like, that takes a form's fields
  bool edits = false;                // a post can be changed when its ask ends
  bool threads = false;              // replies to a post form a thread
  bool private_replies = false;      // one person alone can be told something
  bool idempotent_posts = false;     // posting one delivery twice makes one post
  // Kept between two posts into one room; zero: none. Edits keep no pause.
  std::chrono::milliseconds room_pause{0};
  bool operator==(const Capabilities&) const = default;
};

}  // namespace askd

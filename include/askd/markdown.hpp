// askd's Markdown: CommonMark with bare links, strikethrough, tables and task lists, and without raw HTML. One parse
// for all; each dialect is a MarkdownSink.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace askd {

// Longer texts aren't parsed but shown as they stand.
inline constexpr std::size_t markdown_max = 80'000;  // bytes: 20,000 code points

struct MarkdownElement {
  enum class Kind : std::uint8_t {
    // Blocks.
    paragraph,
    heading,  // `level`
    quote,
    bullet_list,
    numbered_list,  // `start`
    item,           // of a list; `task` and `checked`
    code_block,     // `language`; its text holds line feeds
    rule,           // entered and left at once
    table,          // `columns`; its rows follow, the first of them made of header cells
    row,
    header_cell,  // `align`
    cell,         // `align`
    // Spans.
    emphasis,
    strong,
    strikethrough,
    code,
    link  // `url`, and `image` if the text is the description of a picture there
  };
  enum class Align : std::uint8_t { none, left, center, right };

  Kind kind = Kind::paragraph;
  unsigned level = 0;       // of a heading, 1 to 6
  std::uint32_t start = 1;  // the first number of a numbered list
  std::uint32_t columns = 0;
  Align align = Align::none;
  bool tight = false;  // a list without blank lines between its items
  bool task = false;
  bool checked = false;
  bool image = false;
  bool bare = false;  // a link whose text is its address
  bool told = false;  // a link whose address follows as text
  std::string language = {};
  std::string url = {};  // begins with http://, https:// or mailto: and holds no control characters
};

// Told what is in a text, in order. Every element that is entered is left, and nested at most 32 deep. Texts are
// decoded (no entities), valid UTF-8, have control and invisible characters made visible, and must be escaped for the
// dialect.
class MarkdownSink {
 public:
  virtual ~MarkdownSink() = default;
  virtual void enter(const MarkdownElement& element) = 0;
  virtual void leave(const MarkdownElement& element) = 0;
  virtual void text(std::string_view text) = 0;
  // A line ends within a paragraph: because the author broke it (`hard`), or because the source did.
  virtual void line_break(bool hard) = 0;
};

// Tells `sink` what is in `source`. Never fails: what is too long or too involved comes as plain paragraphs. Bytes that
// aren't UTF-8 become U+FFFD.
// A link that may not be followed (another scheme) is told as text with its address after it, and a link whose text
// looks like another address than its own is followed by its address in brackets.
// Links never nest: one within another is told as its text.
void parse_markdown(std::string_view source, MarkdownSink& sink);

// For a web page: known tags only, all text escaped, links open elsewhere and carry rel="noopener noreferrer nofollow".
std::string markdown_to_html(std::string_view source);

// For platforms and readers without mark-up: text with bullets, quote marks and addresses in brackets.
std::string markdown_to_plain(std::string_view source);

}  // namespace askd

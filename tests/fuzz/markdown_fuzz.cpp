// Foreign Markdown: what the sink is told holds together, and the HTML is made of known tags and safe links alone.
#include "askd/markdown.hpp"
#include "base/check.hpp"
#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace askd;

constexpr std::size_t depth_max = 32;

bool is_safe(std::string_view url) {
  const bool scheme = url.starts_with("http://") || url.starts_with("https://") || url.starts_with("mailto:");
  return scheme && std::none_of(url.begin(), url.end(), [](char c) { return c >= 0 && (c < 0x20 || c == 0x7f); });
}

// Checks what every dialect relies on.
class CheckingSink : public MarkdownSink {
 public:
  void enter(const MarkdownElement& element) override {
    using Kind = MarkdownElement::Kind;
    CHECK(open_.size() < depth_max, "Elements are nested too deeply.");
    CHECK(element.kind != Kind::heading || (element.level >= 1 && element.level <= 6));
    CHECK(unicode::all_visible(element.language, unicode::Lines::one));
    if (element.kind == Kind::link) {
      CHECK(is_safe(element.url), "A link leads where none may.");
      CHECK(std::find(open_.begin(), open_.end(), Kind::link) == open_.end(), "A link is within a link.");
    }
    open_.push_back(element.kind);
  }
  void leave(const MarkdownElement& element) override {
    CHECK(!open_.empty() && open_.back() == element.kind, "What is left isn't what was entered.");
    open_.pop_back();
  }
  void text(std::string_view text) override {
    CHECK(!open_.empty(), "A text is in no paragraph.");
    CHECK(unicode::valid_utf8(text) && unicode::all_visible(text));
  }
  void line_break(bool) override { CHECK(!open_.empty(), "A line ends in no paragraph."); }
  bool all_left() const { return open_.empty(); }

 private:
  std::vector<MarkdownElement::Kind> open_;
};

// Takes `front` off `text`.
bool take(std::string_view& text, std::string_view front) {
  if (!text.starts_with(front)) return false;
  text.remove_prefix(front.size());
  return true;
}

// Everything that stands within the quotes of an attribute: it ends with the next quote, so only that can't be in it.
std::string_view take_quoted(std::string_view& tag) {
  const auto end = tag.find('"');
  CHECK(end != tag.npos, "An attribute isn't closed.");
  const std::string_view value = tag.substr(0, end);
  tag.remove_prefix(end + 1);
  return value;
}

void check_attributes(std::string_view name, std::string_view rest) {
  if (name == "a") {
    CHECK(take(rest, " href=\"") && is_safe(take_quoted(rest)), "A link leads where none may.");
    CHECK(rest == " target=\"_blank\" rel=\"noopener noreferrer nofollow\"");
    return;
  }
  if (name == "input") {
    CHECK(rest == " type=\"checkbox\" disabled" || rest == " type=\"checkbox\" disabled checked");
    return;
  }
  if (name == "ol" && take(rest, " start=\"")) {
    const std::string_view number = take_quoted(rest);
    CHECK(!number.empty() && number.find_first_not_of("0123456789") == number.npos);
  }
  if (name == "code" && take(rest, " class=\"language-")) take_quoted(rest);
  if ((name == "li" || name == "th" || name == "td") && take(rest, " class=\"")) {
    const std::string_view word = take_quoted(rest);
    CHECK(word == "task" || word == "left" || word == "center" || word == "right");
  }
  CHECK(rest.empty(), "A tag has an attribute that none should have.");
}

// Reads the page as a browser's tokenizer does: a "<" begins a tag, and nothing but our tags may be there.
void check_html(std::string_view html) {
  static constexpr std::array<std::string_view, 24> tags{
      "p",  "h1", "h2", "h3", "h4",     "h5",  "h6",   "blockquote", "ul", "ol", "li", "table",
      "tr", "th", "td", "em", "strong", "del", "code", "pre",        "a",  "hr", "br", "input"};
  CHECK(unicode::valid_utf8(html));
  std::vector<std::string_view> open;
  while (true) {
    const auto at = html.find('<');
    CHECK(html.substr(0, at).find('>') == std::string_view::npos, "A text isn't escaped.");
    if (at == html.npos) break;
    const auto end = html.find('>', at);
    CHECK(end != html.npos, "A tag isn't closed.");
    std::string_view tag = html.substr(at + 1, end - at - 1);
    html.remove_prefix(end + 1);
    const bool closing = take(tag, "/");
    const std::string_view name = tag.substr(0, tag.find(' '));
    tag.remove_prefix(name.size());
    CHECK(std::find(tags.begin(), tags.end(), name) != tags.end(), "A tag is none of ours.");
    if (closing) {
      CHECK(!open.empty() && open.back() == name && tag.empty(), "A tag closes what isn't open.");
      open.pop_back();
      continue;
    }
    check_attributes(name, tag);
    if (name != "hr" && name != "br" && name != "input") open.push_back(name);
  }
  CHECK(open.empty(), "A tag is left open.");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  CheckingSink sink;
  parse_markdown(source, sink);
  CHECK(sink.all_left(), "An element is entered and never left.");
  const std::string html = markdown_to_html(source);
  check_html(html);
  CHECK(unicode::all_visible(html));
  const std::string plain = markdown_to_plain(source);
  CHECK(unicode::valid_utf8(plain) && unicode::all_visible(plain));
  // A link's address may stand twice, and each byte may be spelled out; more would be a way to wear us out.
  CHECK(plain.size() <= 100 * size + 1'000 && html.size() <= 200 * size + 1'000, "A text grows out of proportion.");
  return 0;
}

// One parse for all dialects: md4c's events, checked, decoded and told to a sink.
#include "askd/markdown.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include <md4c.h>

#include "base/markdown_links.hpp"
#include "base/unicode.hpp"

namespace askd {
namespace {

using Kind = MarkdownElement::Kind;

constexpr std::size_t depth_max = 32;
constexpr std::size_t events_max = 100'000;
constexpr std::size_t bytes_max = 1'000'000;
constexpr std::size_t shown_address_max = 500;

std::string decode(const MD_ATTRIBUTE& attribute) {
  std::string out;
  if (attribute.text == nullptr || attribute.size == 0) return out;
  for (std::size_t i = 0; attribute.substr_offsets[i] < attribute.size; ++i) {
    const MD_OFFSET start = attribute.substr_offsets[i];
    const std::string_view piece(attribute.text + start, attribute.substr_offsets[i + 1] - start);
    if (attribute.substr_types[i] == MD_TEXT_ENTITY)
      out += markdown::decode_entity(piece);
    else
      out += piece;
  }
  return out;
}

// What md4c said, kept until all of it is known to be within bounds.
struct Event {
  enum class What : std::uint8_t { enter, leave, text, soft_break, hard_break };
  What what = What::text;
  std::size_t element = 0;
  std::string text = {};
};

// A block or span that md4c has entered and not left.
struct Open {
  int type = 0;
  std::optional<std::size_t> element = {};  // nothing if the sink isn't told of it
  std::string refused = {};                 // the address of a link that may not be followed
};

class Recorder {
 public:
  // Each returns false to end the parse, because the text is too involved.
  bool enter_block(MD_BLOCKTYPE type, void* detail) {
    open_.push_back({block_type + type});
    auto element = block(type, detail);
    return !element || enter(std::move(*element));
  }

  bool enter_span(MD_SPANTYPE type, void* detail) {
    open_.push_back({type});
    if (type == MD_SPAN_A) return enter_link(static_cast<MD_SPAN_A_DETAIL*>(detail)->href, false);
    if (type == MD_SPAN_IMG) return enter_link(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src, true);
    MarkdownElement element;
    if (type == MD_SPAN_EM)
      element.kind = Kind::emphasis;
    else if (type == MD_SPAN_STRONG)
      element.kind = Kind::strong;
    else if (type == MD_SPAN_DEL)
      element.kind = Kind::strikethrough;
    else
      element.kind = Kind::code;
    return enter(std::move(element));
  }

  bool leave_block(MD_BLOCKTYPE type) { return leave(block_type + type); }
  bool leave_span(MD_SPANTYPE type) { return leave(type); }

  bool ended() const { return open_.empty(); }

  bool text(MD_TEXTTYPE type, std::string_view text) {
    if (type == MD_TEXT_BR) return add({Event::What::hard_break});
    if (type == MD_TEXT_SOFTBR) return add({Event::What::soft_break});
    if (type == MD_TEXT_NULLCHAR) return add_text("\ufffd");
    if (type != MD_TEXT_ENTITY) return add_text(std::string(text));
    return add_text(unicode::visible(markdown::decode_entity(text), unicode::Lines::one));
  }

  void tell(MarkdownSink& sink) const {
    for (const Event& event : events_) {
      switch (event.what) {
        case Event::What::enter:
          sink.enter(elements_[event.element]);
          break;
        case Event::What::leave:
          sink.leave(elements_[event.element]);
          break;
        case Event::What::text:
          sink.text(event.text);
          break;
        case Event::What::soft_break:
          sink.line_break(false);
          break;
        case Event::What::hard_break:
          sink.line_break(true);
          break;
      }
    }
  }

 private:
  // So that a block isn't taken for the span of the same number.
  static constexpr int block_type = 1000;

  // md4c 0.4.8 leaves spans that it didn't enter, or out of order, if links stand in links in some ways.
  bool leave(int type) {
    if (open_.empty() || open_.back().type != type) return false;
    const Open open = std::move(open_.back());
    open_.pop_back();
    if (!open.element) return open.refused.empty() || tell_address(open.refused);
    --depth_;
    if (elements_[*open.element].kind == Kind::link) return leave_link(*open.element);
    return add({Event::What::leave, *open.element});
  }

  // Nothing for a block that the sink isn't told of: the document, and the head and body of a table.
  static std::optional<MarkdownElement> block(MD_BLOCKTYPE type, void* detail) {
    MarkdownElement element;
    switch (type) {
      case MD_BLOCK_DOC:
      case MD_BLOCK_THEAD:
      case MD_BLOCK_TBODY:
        return std::nullopt;
      case MD_BLOCK_QUOTE:
        element.kind = Kind::quote;
        break;
      case MD_BLOCK_UL:
        element.kind = Kind::bullet_list;
        element.tight = static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0;
        break;
      case MD_BLOCK_OL:
        element.kind = Kind::numbered_list;
        element.tight = static_cast<MD_BLOCK_OL_DETAIL*>(detail)->is_tight != 0;
        element.start = static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start;
        break;
      case MD_BLOCK_LI: {
        const auto* item = static_cast<MD_BLOCK_LI_DETAIL*>(detail);
        element.kind = Kind::item;
        element.task = item->is_task != 0;
        element.checked = element.task && item->task_mark != ' ';
        break;
      }
      case MD_BLOCK_HR:
        element.kind = Kind::rule;
        break;
      case MD_BLOCK_H:
        element.kind = Kind::heading;
        element.level = static_cast<MD_BLOCK_H_DETAIL*>(detail)->level;
        break;
      case MD_BLOCK_CODE:
        element.kind = Kind::code_block;
        element.language =
            unicode::visible(decode(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang), unicode::Lines::one);
        break;
      case MD_BLOCK_HTML:
      case MD_BLOCK_P:
        element.kind = Kind::paragraph;
        break;
      case MD_BLOCK_TABLE:
        element.kind = Kind::table;
        element.columns = static_cast<MD_BLOCK_TABLE_DETAIL*>(detail)->col_count;
        break;
      case MD_BLOCK_TR:
        element.kind = Kind::row;
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        element.kind = type == MD_BLOCK_TH ? Kind::header_cell : Kind::cell;
        element.align = align_of(static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align);
        break;
    }
    return element;
  }

  static MarkdownElement::Align align_of(MD_ALIGN align) {
    switch (align) {
      case MD_ALIGN_LEFT:
        return MarkdownElement::Align::left;
      case MD_ALIGN_CENTER:
        return MarkdownElement::Align::center;
      case MD_ALIGN_RIGHT:
        return MarkdownElement::Align::right;
      case MD_ALIGN_DEFAULT:
        break;
    }
    return MarkdownElement::Align::none;
  }

  bool enter(MarkdownElement element) {
    if (++depth_ > depth_max) return false;
    bytes_ += element.url.size() + element.language.size();
    elements_.push_back(std::move(element));
    open_.back().element = elements_.size() - 1;
    return add({Event::What::enter, elements_.size() - 1});
  }

  bool enter_link(const MD_ATTRIBUTE& address, bool image) {
    if (in_link_) return true;
    const std::string given = decode(address);
    MarkdownElement element;
    element.kind = Kind::link;
    element.image = image;
    element.url = markdown::safe_url(given);
    if (element.url.empty()) {
      open_.back().refused = given;
      return true;
    }
    in_link_ = true;
    link_text_.clear();
    return enter(std::move(element));
  }

  bool leave_link(std::size_t index) {
    in_link_ = false;
    const std::string url = elements_[index].url;
    if (unicode::trim(link_text_).empty() && !add_text(url)) return false;
    elements_[index].bare = link_text_.empty() || markdown::is_bare(link_text_, url);
    elements_[index].told = !elements_[index].bare && markdown::misleads(link_text_, url);
    if (!add({Event::What::leave, index})) return false;
    return !elements_[index].told || tell_address(url);
  }

  bool tell_address(const std::string& address) {
    const std::string_view trimmed = unicode::trim(address);
    if (trimmed.empty()) return true;
    const std::string shown = unicode::truncate(unicode::visible(trimmed, unicode::Lines::one), shown_address_max);
    return add_text(" (" + shown + ")");
  }

  bool add_text(std::string text) {
    if (in_link_) link_text_ += text;
    return add({Event::What::text, 0, std::move(text)});
  }

  bool add(Event event) {
    bytes_ += event.text.size();
    events_.push_back(std::move(event));
    return events_.size() <= events_max && bytes_ <= bytes_max;
  }

  std::vector<MarkdownElement> elements_;
  std::vector<Event> events_;
  std::vector<Open> open_;
  std::size_t depth_ = 0;
  std::size_t bytes_ = 0;
  bool in_link_ = false;
  std::string link_text_;
};

// md4c is C: an exception must not pass through it, so that one is kept and thrown again behind it.
struct Parse {
  Recorder recorder = {};
  std::exception_ptr thrown = {};

  template <class Step>
  static int run(void* parse, Step step) {
    auto& self = *static_cast<Parse*>(parse);
    try {
      return step(self.recorder) ? 0 : 1;
    } catch (...) {
      self.thrown = std::current_exception();
      return 1;
    }
  }
};

int on_enter_block(MD_BLOCKTYPE type, void* detail, void* parse) {
  return Parse::run(parse, [&](Recorder& recorder) { return recorder.enter_block(type, detail); });
}
int on_enter_span(MD_SPANTYPE type, void* detail, void* parse) {
  return Parse::run(parse, [&](Recorder& recorder) { return recorder.enter_span(type, detail); });
}
int on_leave_block(MD_BLOCKTYPE type, void*, void* parse) {
  return Parse::run(parse, [&](Recorder& recorder) { return recorder.leave_block(type); });
}
int on_leave_span(MD_SPANTYPE type, void*, void* parse) {
  return Parse::run(parse, [&](Recorder& recorder) { return recorder.leave_span(type); });
}
int on_text(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* parse) {
  return Parse::run(parse, [&](Recorder& recorder) { return recorder.text(type, {text, size}); });
}

bool parsed(std::string_view source, Parse& parse) {
  constexpr unsigned flags =
      MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_NOHTML;
  const MD_PARSER parser{0,       flags,   on_enter_block, on_leave_block, on_enter_span, on_leave_span,
                         on_text, nullptr, nullptr};
  const bool whole = md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, &parse) == 0;
  if (parse.thrown) std::rethrow_exception(parse.thrown);
  return whole && parse.recorder.ended();
}

// Paragraphs as blank lines part them, and their lines as they are.
void tell_as_it_stands(std::string_view source, MarkdownSink& sink) {
  const MarkdownElement paragraph;
  bool open = false;
  while (!source.empty()) {
    const std::size_t end = std::min(source.find('\n'), source.size());
    const std::string_view line = source.substr(0, end);
    source.remove_prefix(std::min(end + 1, source.size()));
    if (unicode::trim(line).empty()) {
      if (open) sink.leave(paragraph);
      open = false;
      continue;
    }
    if (open)
      sink.line_break(true);
    else
      sink.enter(paragraph);
    open = true;
    sink.text(line);
  }
  if (open) sink.leave(paragraph);
}

}  // namespace

void parse_markdown(std::string_view source, MarkdownSink& sink) {
  const std::string seen = unicode::visible(source);
  Parse parse;
  if (seen.size() <= markdown_max && parsed(seen, parse))
    parse.recorder.tell(sink);
  else
    tell_as_it_stands(seen, sink);
}

}  // namespace askd

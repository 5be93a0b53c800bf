// Markdown → text for readers and platforms without mark-up.
#include <string>
#include <string_view>
#include <vector>

#include "askd/markdown.hpp"

namespace askd {
namespace {

using Kind = MarkdownElement::Kind;

// What stands at the left of the lines of a quote or of an item.
struct Margin {
  std::string first;
  std::string rest;
};

struct List {
  bool numbered = false;
  bool tight = false;
  std::uint32_t next = 1;
};

class PlainSink : public MarkdownSink {
 public:
  void enter(const MarkdownElement& element) override {
    switch (element.kind) {
      case Kind::quote:
        end_line();
        margins_.push_back({"> ", "> "});
        return;
      case Kind::bullet_list:
      case Kind::numbered_list:
        end_line();
        lists_.push_back({element.kind == Kind::numbered_list, element.tight, element.start});
        return;
      case Kind::item:
        end_line();
        margins_.push_back(item_margin(element));
        return;
      case Kind::rule:
        end_line();
        text("----------");
        return;
      case Kind::cell:
      case Kind::header_cell:
        if (line_open_) out_ += " | ";
        return text("");
      case Kind::paragraph:
      case Kind::heading:
      case Kind::code_block:
      case Kind::table:
      case Kind::row:
        return end_line();
      case Kind::emphasis:
      case Kind::strong:
      case Kind::strikethrough:
      case Kind::code:
      case Kind::link:
        return;
    }
  }

  void leave(const MarkdownElement& element) override {
    switch (element.kind) {
      case Kind::quote:
      case Kind::item:
        return leave_margin(element.kind);
      case Kind::bullet_list:
      case Kind::numbered_list:
        lists_.pop_back();
        return end_block();
      case Kind::paragraph:
      case Kind::heading:
      case Kind::code_block:
      case Kind::table:
      case Kind::rule:
        return end_block();
      case Kind::row:
        return end_line();
      case Kind::link:
        if (!element.bare && !element.told) text(" (" + element.url + ")");
        return;
      case Kind::cell:
      case Kind::header_cell:
      case Kind::emphasis:
      case Kind::strong:
      case Kind::strikethrough:
      case Kind::code:
        return;
    }
  }

  void text(std::string_view text) override {
    for (;;) {
      const std::size_t end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      if (!line.empty() || end != std::string_view::npos || text.data() == line.data()) start_line();
      out_ += line;
      if (end == std::string_view::npos) return;
      end_line();
      text.remove_prefix(end + 1);
      if (text.empty()) return;
    }
  }

  void line_break(bool) override {
    start_line();
    end_line();
  }

  std::string take() {
    end_line();
    if (out_.ends_with('\n')) out_.pop_back();
    return std::move(out_);
  }

 private:
  Margin item_margin(const MarkdownElement& element) {
    std::string mark = "- ";
    if (!lists_.empty() && lists_.back().numbered) mark = std::to_string(lists_.back().next++) + ". ";
    std::string rest(mark.size(), ' ');
    if (element.task) mark += element.checked ? "[x] " : "[ ] ";
    return {std::move(mark), std::move(rest)};
  }

  void start_line() {
    if (line_open_) return;
    line_open_ = true;
    if (gap_ && !out_.empty()) {
      for (const Margin& margin : margins_)
        if (margin.rest == "> ") out_ += margin.first == margin.rest ? ">" : "";
      out_ += '\n';
    }
    gap_ = false;
    for (Margin& margin : margins_) {
      out_ += margin.first;
      margin.first = margin.rest;
    }
  }

  void end_line() {
    if (!line_open_) return;
    while (out_.ends_with(' ')) out_.pop_back();
    out_ += '\n';
    line_open_ = false;
  }

  void end_block() {
    end_line();
    gap_ = true;
  }

  void leave_margin(Kind kind) {
    if (margins_.back().first != margins_.back().rest) start_line();
    end_line();
    margins_.pop_back();
    gap_ = kind == Kind::quote || lists_.empty() || !lists_.back().tight;
  }

  std::string out_;
  std::vector<Margin> margins_;
  std::vector<List> lists_;
  bool line_open_ = false;
  bool gap_ = false;
};

}  // namespace

std::string markdown_to_plain(std::string_view source) {
  PlainSink sink;
  parse_markdown(source, sink);
  return sink.take();
}

}  // namespace askd

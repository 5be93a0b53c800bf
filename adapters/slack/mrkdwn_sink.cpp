// askd's Markdown → mrkdwn, which has neither headings, nor tables, nor nesting, and whose marks end with their line.
#include "mrkdwn.hpp"

#include "askd/markdown.hpp"

#include <algorithm>

namespace askd::adapters::slack {
namespace {

using Kind = MarkdownElement::Kind;

// What stands at the left of the lines of an item: a bullet before the first, and room below it.
struct Margin {
  std::string first;
  std::string rest;
};

struct List {
  bool numbered = false;
  bool tight = false;
  std::uint32_t next = 1;
};

// Within code nothing is a mark but the entities.
std::string escape_code(std::string_view text) {
  std::string out;
  std::size_t ticks = 0;
  for (const char c : text) {
    ticks = c == '`' ? ticks + 1 : 0;
    if (ticks == 3) {
      out += "\u2060";
      ticks = 1;
    }
    append_entity(out, c);
  }
  return out;
}

class MrkdwnSink : public MarkdownSink {
 public:
  void enter(const MarkdownElement& element) override {
    switch (element.kind) {
      case Kind::quote:
        end_line();
        ++quotes_;
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
        return put("──────────");
      case Kind::header_cell:
      case Kind::cell:
        return put(line_open_ ? " | " : "");
      case Kind::code_block:
        end_line();
        raw_line("```");
        in_block_ = true;
        return;
      case Kind::heading:
        end_line();
        return mark('*', true);
      case Kind::paragraph:
      case Kind::table:
      case Kind::row:
        return end_line();
      case Kind::strong:
        return mark('*', true);
      case Kind::emphasis:
        return mark('_', true);
      case Kind::strikethrough:
        return mark('~', true);
      case Kind::code:
        code_.clear();
        in_code_ = true;
        return;
      case Kind::link:
        label_.clear();
        in_link_ = true;
        return;
    }
  }

  void leave(const MarkdownElement& element) override {
    switch (element.kind) {
      case Kind::quote:
        end_line();
        --quotes_;
        gap_ = true;
        return;
      case Kind::item:
        if (margins_.back().first != margins_.back().rest) put("");
        end_line();
        margins_.pop_back();
        gap_ = lists_.empty() || !lists_.back().tight;
        return;
      case Kind::bullet_list:
      case Kind::numbered_list:
        lists_.pop_back();
        return end_block();
      case Kind::code_block:
        return leave_code_block();
      case Kind::heading:
        mark('*', false);
        return end_block();
      case Kind::paragraph:
      case Kind::table:
      case Kind::rule:
        return end_block();
      case Kind::row:
        return end_line();
      case Kind::strong:
        return mark('*', false);
      case Kind::emphasis:
        return mark('_', false);
      case Kind::strikethrough:
        return mark('~', false);
      case Kind::code:
        in_code_ = false;
        return put_code();
      case Kind::link:
        in_link_ = false;
        return put(link(element.url, element.bare ? "" : label_));
      case Kind::header_cell:
      case Kind::cell:
        return;
    }
  }

  void text(std::string_view text) override {
    if (in_block_)
      block_ += escape_code(text);
    else if (in_code_)
      code_ += text;
    else if (in_link_)
      label_ += text;
    else
      put(escape(text));
  }

  void line_break(bool) override {
    if (in_link_ || in_code_) return text(" ");
    put("");
    end_line();
  }

  std::string take() {
    end_line();
    while (out_.ends_with('\n')) out_.pop_back();
    return std::move(out_);
  }

 private:
  Margin item_margin(const MarkdownElement& element) {
    const bool numbered = !lists_.empty() && lists_.back().numbered;
    std::string first = numbered ? std::to_string(lists_.back().next++) + ". " : "• ";
    if (element.task) first += element.checked ? "☑ " : "☐ ";
    return {std::move(first), "    "};
  }

  // Marks that are open twice are written once: Slack knows no bold within bold.
  void mark(char which, bool open) {
    if (in_link_) return;
    if (open) {
      marks_ += which;
      if (std::count(marks_.begin(), marks_.end(), which) == 1) pending_ += which;
      return;
    }
    const std::size_t at = marks_.rfind(which);
    if (at == std::string::npos) return;
    marks_.erase(at, 1);
    if (marks_.find(which) != std::string::npos) return;
    const std::size_t waiting = pending_.rfind(which);
    if (waiting != std::string::npos)
      pending_.erase(waiting, 1);
    else
      out_ += which;
  }

  std::string open_marks() const {
    std::string once;
    for (const char which : marks_)
      if (once.find(which) == std::string::npos) once += which;
    return once;
  }

  void put(std::string_view escaped) {
    start_line();
    if (escaped.empty()) return;
    out_ += pending_;
    pending_.clear();
    out_ += escaped;
  }

  void put_code() {
    const bool plain = code_.find('`') != std::string::npos || code_.find_first_not_of(' ') == std::string::npos;
    if (in_link_)
      label_ += code_;
    else
      put(plain ? escape(code_) : "`" + escape_code(code_) + "`");
  }

  void leave_code_block() {
    in_block_ = false;
    while (block_.ends_with('\n')) block_.pop_back();
    out_ += block_;
    if (!block_.empty()) out_ += '\n';
    block_.clear();
    out_ += "```\n";
    gap_ = true;
  }

  void start_line() {
    if (line_open_) return;
    line_open_ = true;
    if (gap_ && !out_.empty()) out_ += quotes_ > 0 ? ">\n" : "\n";
    gap_ = false;
    if (quotes_ > 0) out_ += "> ";
    for (Margin& margin : margins_) {
      out_ += margin.first;
      margin.first = margin.rest;
    }
  }

  void end_line() {
    if (!line_open_) return;
    // A mark doesn't reach over the end of a line: closed here, and opened again where the text goes on.
    const std::string open = open_marks();
    std::string closing;
    for (const char which : open)
      if (pending_.find(which) == std::string::npos) closing.insert(closing.begin(), which);
    out_ += closing;
    pending_ = open;
    while (out_.ends_with(' ')) out_.pop_back();
    out_ += '\n';
    line_open_ = false;
  }

  void end_block() {
    end_line();
    gap_ = true;
  }

  // A line without margin: Slack knows fences only at the left.
  void raw_line(std::string_view line) {
    if (gap_ && !out_.empty()) out_ += '\n';
    gap_ = false;
    out_ += line;
    out_ += '\n';
  }

  std::string out_;
  std::string block_;
  std::string code_;
  std::string label_;
  std::string marks_;    // open ones, from the outside in
  std::string pending_;  // those of them that are written before the next text
  std::vector<Margin> margins_;
  std::vector<List> lists_;
  int quotes_ = 0;
  bool in_block_ = false;
  bool in_code_ = false;
  bool in_link_ = false;
  bool line_open_ = false;
  bool gap_ = false;
};

}  // namespace

std::string markdown_to_mrkdwn(std::string_view source) {
  MrkdwnSink sink;
  parse_markdown(source, sink);
  return sink.take();
}

}  // namespace askd::adapters::slack

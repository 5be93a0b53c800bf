// Markdown → HTML for a web page. Safe by construction: tags come from here, and everything else is escaped.
#include <string>
#include <string_view>

#include "askd/markdown.hpp"

namespace askd {
namespace {

using Kind = MarkdownElement::Kind;

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

// The tag of elements that are nothing but a tag.
std::string_view tag_of(Kind kind) {
  switch (kind) {
    case Kind::paragraph:
      return "p";
    case Kind::quote:
      return "blockquote";
    case Kind::bullet_list:
      return "ul";
    case Kind::numbered_list:
      return "ol";
    case Kind::item:
      return "li";
    case Kind::table:
      return "table";
    case Kind::row:
      return "tr";
    case Kind::header_cell:
      return "th";
    case Kind::cell:
      return "td";
    case Kind::emphasis:
      return "em";
    case Kind::strong:
      return "strong";
    case Kind::strikethrough:
      return "del";
    case Kind::code:
      return "code";
    case Kind::link:
      return "a";
    case Kind::heading:
    case Kind::code_block:
    case Kind::rule:
      break;
  }
  return {};
}

bool ends_line(Kind kind) { return kind < Kind::emphasis && kind != Kind::header_cell && kind != Kind::cell; }

class HtmlSink : public MarkdownSink {
 public:
  void enter(const MarkdownElement& element) override {
    switch (element.kind) {
      case Kind::heading:
        return open_heading(element);
      case Kind::code_block:
        return open_code_block(element);
      case Kind::rule:
        out_ += "<hr>\n";
        return;
      case Kind::link:
        return open_link(element);
      default:
        open(element);
    }
  }

  void leave(const MarkdownElement& element) override {
    if (element.kind == Kind::rule) return;
    if (element.kind == Kind::heading)
      out_.append("</h").append(std::to_string(element.level)).append(">");
    else if (element.kind == Kind::code_block)
      out_ += "</code></pre>";
    else
      out_.append("</").append(tag_of(element.kind)).append(">");
    if (ends_line(element.kind)) out_ += '\n';
  }

  void text(std::string_view text) override { append_escaped(out_, text); }

  void line_break(bool hard) override { out_ += hard ? "<br>\n" : "\n"; }

  std::string take() { return std::move(out_); }

 private:
  void open(const MarkdownElement& element) {
    out_.append("<").append(tag_of(element.kind));
    if (element.kind == Kind::numbered_list && element.start != 1)
      out_.append(" start=\"").append(std::to_string(element.start)).append("\"");
    if (element.kind == Kind::item && element.task) out_ += " class=\"task\"";
    if (element.kind == Kind::cell || element.kind == Kind::header_cell) append_align(element.align);
    out_ += '>';
    if (element.kind == Kind::item && element.task)
      out_ += element.checked ? "<input type=\"checkbox\" disabled checked> " : "<input type=\"checkbox\" disabled> ";
  }

  void append_align(MarkdownElement::Align align) {
    if (align == MarkdownElement::Align::left) out_ += " class=\"left\"";
    if (align == MarkdownElement::Align::center) out_ += " class=\"center\"";
    if (align == MarkdownElement::Align::right) out_ += " class=\"right\"";
  }

  void open_heading(const MarkdownElement& element) {
    out_.append("<h").append(std::to_string(element.level)).append(">");
  }

  void open_code_block(const MarkdownElement& element) {
    out_ += "<pre><code";
    if (!element.language.empty()) {
      out_ += " class=\"language-";
      append_escaped(out_, element.language);
      out_ += '"';
    }
    out_ += '>';
  }

  void open_link(const MarkdownElement& element) {
    out_ += "<a href=\"";
    append_escaped(out_, element.url);
    out_ += "\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">";
  }

  std::string out_;
};

}  // namespace

std::string markdown_to_html(std::string_view source) {
  HtmlSink sink;
  parse_markdown(source, sink);
  return sink.take();
}

}  // namespace askd

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "askd/markdown.hpp"

namespace askd {
namespace {

const std::string link_rest = " target=\"_blank\" rel=\"noopener noreferrer nofollow\">";

struct Case {
  std::string source;
  std::string expected;
};

TEST(MarkdownHtml, RendersCommonMark) {
  const std::vector<Case> cases{
      {"", ""},
      {"Found **3** *matching* `a<b` ~~no~~",
       "<p>Found <strong>3</strong> <em>matching</em> <code>a&lt;b</code> <del>no</del></p>\n"},
      {"# Title\n\ntext", "<h1>Title</h1>\n<p>text</p>\n"},
      {"a\nb  \nc", "<p>a\nb<br>\nc</p>\n"},
      {"> quote", "<blockquote><p>quote</p>\n</blockquote>\n"},
      {"- a\n- b", "<ul><li>a</li>\n<li>b</li>\n</ul>\n"},
      {"3. a", "<ol start=\"3\"><li>a</li>\n</ol>\n"},
      {"- [x] done\n- [ ] open",
       "<ul><li class=\"task\"><input type=\"checkbox\" disabled checked> done</li>\n"
       "<li class=\"task\"><input type=\"checkbox\" disabled> open</li>\n</ul>\n"},
      {"```c++\nif (a < b)\n  x();\n```", "<pre><code class=\"language-c++\">if (a &lt; b)\n  x();\n</code></pre>\n"},
      {"a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"},
      {"|a|b|\n|:---|---:|\n|1|2|",
       "<table><tr><th class=\"left\">a</th><th class=\"right\">b</th></tr>\n"
       "<tr><td class=\"left\">1</td><td class=\"right\">2</td></tr>\n</table>\n"},
      {"[text](https://example.com/a?b=1&c=2)",
       "<p><a href=\"https://example.com/a?b=1&amp;c=2\"" + link_rest + "text</a></p>\n"},
      {"https://example.com", "<p><a href=\"https://example.com\"" + link_rest + "https://example.com</a></p>\n"},
      {"www.example.com", "<p><a href=\"http://www.example.com\"" + link_rest + "www.example.com</a></p>\n"},
      {"ana@example.com", "<p><a href=\"mailto:ana@example.com\"" + link_rest + "ana@example.com</a></p>\n"},
      {"![a chart](https://example.com/c.png)",
       "<p><a href=\"https://example.com/c.png\"" + link_rest + "a chart</a></p>\n"},
      {"![](https://example.com/c.png)",
       "<p><a href=\"https://example.com/c.png\"" + link_rest + "https://example.com/c.png</a></p>\n"},
      {"[![alt](https://a.example/i.png)](https://b.example)",
       "<p><a href=\"https://b.example\"" + link_rest + "alt</a></p>\n"},
      {"&amp; &#65; &#x42; &eacute; &copy;", "<p>&amp; A B &amp;eacute; ©</p>\n"},
  };
  for (const Case& c : cases) EXPECT_EQ(markdown_to_html(c.source), c.expected) << c.source;
}

TEST(MarkdownHtml, ShowsWhereALinkReallyGoes) {
  const auto html = [](const std::string& text, const std::string& url) {
    return markdown_to_html("[" + text + "](" + url + ")");
  };
  const auto told = [&](const std::string& text, const std::string& url) {
    return html(text, url).find("</a> (") != std::string::npos;
  };
  for (const char* text :
       {"https://bank.example", "bank.example", "**bank.example**", "pay at bank.example now", "BANK.example/login",
        "www.bank.example", "info@bank.example", "bank。example", "ｂａｎｋ.example", "10.0.0.1", "bank.example:443",
        "(bank.example)", "bank.&#101;xample", "банк.рф", "https://bank.example.evil.example", "bank.example\u00a0now"})
    EXPECT_TRUE(told(text, "https://evil.example/bank.example")) << text << ": " << html(text, "https://evil.example/");
  EXPECT_TRUE(told("bank.example", "https://bank.example.evil.example"));
  EXPECT_TRUE(told("bank.example/a", "https://bank.example/b"));
  for (const char* text : {"the docs", "evil.example", "https://evil.example/", "http://evil.example", "EVIL.example",
                           "v1.2", "e.g.", "main.cpp", "package.json", "3.14", "...", "www.evil.example"})
    EXPECT_FALSE(told(text, "https://evil.example/page")) << text << ": " << html(text, "https://evil.example/page");
  EXPECT_FALSE(told("ana@example.com", "mailto:ana@example.com?subject=x"));
  EXPECT_EQ(html("bank.example", "https://evil.example"),
            "<p><a href=\"https://evil.example\"" + link_rest + "bank.example</a> (https://evil.example)</p>\n");
}

TEST(MarkdownPlain, ReadsWell) {
  const std::vector<Case> cases{
      {"", ""},
      {"# Title\n\nFound **3** `x`.\nNext line", "Title\n\nFound 3 x.\nNext line"},
      {"- a\n- b\n  - c\n  - d\n- e\n\nend", "- a\n- b\n  - c\n  - d\n- e\n\nend"},
      {"- a\n\n- b", "- a\n\n- b"},
      {"9. a\n10. b\n    more", "9. a\n10. b\n    more"},
      {"- [x] done\n- [ ] open", "- [x] done\n- [ ] open"},
      {"> quoted\n> text\n>\n> more\n\nend", "> quoted\n> text\n>\n> more\n\nend"},
      {"```\na\n\n  b\n```\nc", "a\n\n  b\n\nc"},
      {"|a|b|\n|---|---|\n|1||\n|3|4|", "a | b\n1 |\n3 | 4"},
      {"[the docs](https://example.com/x)", "the docs (https://example.com/x)"},
      {"[bank.example](https://evil.example)", "bank.example (https://evil.example)"},
      {"<https://example.com>", "https://example.com"},
      {"![chart](https://example.com/c.png)", "chart (https://example.com/c.png)"},
      {"a\n\n***\n\nb", "a\n\n----------\n\nb"},
      {"-\n- x", "-\n- x"},
      {"&lt;b&gt;", "<b>"},
  };
  for (const Case& c : cases) EXPECT_EQ(markdown_to_plain(c.source), c.expected) << c.source;
}

// Writes down what it is told, and checks that everything entered is left in order.
class Recording : public MarkdownSink {
 public:
  void enter(const MarkdownElement& element) override {
    open_.push_back(element.kind);
    deepest_ = std::max(deepest_, open_.size());
    links_ += element.kind == MarkdownElement::Kind::link ? 1 : 0;
  }
  void leave(const MarkdownElement& element) override {
    ASSERT_FALSE(open_.empty());
    EXPECT_EQ(open_.back(), element.kind);
    open_.pop_back();
  }
  void text(std::string_view text) override {
    EXPECT_FALSE(open_.empty());
    said_ += text;
  }
  void line_break(bool) override { said_ += '\n'; }

  std::vector<MarkdownElement::Kind> open_;
  std::size_t deepest_ = 0;
  int links_ = 0;
  std::string said_;
};

TEST(MarkdownSink, IsToldElementsThatNest) {
  Recording sink;
  parse_markdown("> 1. *a **b** [c](https://d.example)*\n\n|x|\n|---|\n|y|\n", sink);
  EXPECT_TRUE(sink.open_.empty());
  EXPECT_EQ(sink.links_, 1);
  EXPECT_EQ(sink.said_, "a b cxy");
}

TEST(MarkdownSink, IsToldLongTextAsItStands) {
  Recording sink;
  const std::string source = "*one*\ntwo\n\n" + std::string(markdown_max, 'x');
  parse_markdown(source, sink);
  EXPECT_EQ(sink.deepest_, 1u);
  EXPECT_EQ(sink.said_, "*one*\ntwo" + std::string(markdown_max, 'x'));
}

}  // namespace
}  // namespace askd

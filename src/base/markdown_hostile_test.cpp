#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "askd/markdown.hpp"
#include "base/unicode.hpp"

namespace askd {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

// The names of all tags in the page, and a failure for anything that a tag mustn't hold.
void expect_harmless(const std::string& html, const std::string& source) {
  const std::vector<std::string_view> allowed{"p",      "h1",  "h2",   "h3",    "h4", "h5", "h6", "blockquote",
                                              "ul",     "ol",  "li",   "table", "tr", "th", "td", "em",
                                              "strong", "del", "code", "pre",   "a",  "hr", "br", "input"};
  ASSERT_TRUE(unicode::valid_utf8(html));
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const std::size_t end = html.find('>', at);
    ASSERT_NE(end, std::string::npos) << source;
    std::string_view tag = std::string_view(html).substr(at + 1, end - at - 1);
    if (tag.starts_with('/')) tag.remove_prefix(1);
    const std::string_view name = tag.substr(0, tag.find(' '));
    EXPECT_NE(std::find(allowed.begin(), allowed.end(), name), allowed.end()) << name << " from " << source;
    if (const std::size_t href = tag.find("href=\""); href != std::string_view::npos) {
      const std::string_view url = tag.substr(href + 6);
      EXPECT_TRUE(url.starts_with("http://") || url.starts_with("https://") || url.starts_with("mailto:")) << source;
    }
    EXPECT_EQ(tag.find(" on"), std::string_view::npos) << tag << " from " << source;
  }
}

TEST(HostileMarkdown, MakesNoScript) {
  const std::vector<std::string> sources{
      "<script>alert(1)</script>",
      "<img src=x onerror=alert(1)>",
      "<!-- x --><b>",
      "[x](javascript:alert(1))",
      "[x](JaVaScRiPt:alert(1))",
      "[x](java\tscript:alert(1))",
      "[x](&#106;avascript:alert(1))",
      "[x](javascript&colon;alert(1))",
      "[x](data:text/html;base64,PHNjcmlwdD4=)",
      "[x](vbscript:x)",
      "[x](file:///etc/passwd)",
      "[x](//evil.example)",
      "[x](/relative)",
      "[x](https:evil)",
      "[x](<https://a.example/\" onmouseover=\"alert(1)>)",
      "[x](https://a.example/'onmouseover='alert(1))",
      "[x](https://a.example/&quot;&#32;onclick=&quot;x)",
      "![x](javascript:alert(1))",
      "<javascript:alert(1)>",
      "[x]: javascript:alert(1)\n\n[x]",
      "```\"><script>\nx\n```",
      "``` a&quot;&gt;&lt;script&gt;\nx\n```",
      "`<script>`",
      "# <svg/onload=alert(1)>",
      "|<b>|\n|---|\n|<i>|",
      "[<script>](https://a.example)",
      "[a](https://a.example \"title\" onclick=x)",
      "&lt;script&gt;",
      "<a href='x'>",
      "[x](https://good.example@evil.example)",
      "https://good.example@evil.example/",
      "[x](https://)",
      "[x](mailto:)",
  };
  for (const std::string& source : sources) {
    expect_harmless(markdown_to_html(source), source);
    markdown_to_plain(source);
  }
  EXPECT_EQ(markdown_to_html("[x](javascript:alert(1))"), "<p>x (javascript:alert(1))</p>\n");
  EXPECT_EQ(markdown_to_plain("[x](https://good.example@evil.example)"), "x (https://good.example@evil.example)");
  EXPECT_EQ(markdown_to_html("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
}

TEST(HostileMarkdown, HidesNothing) {
  for (const char* source : {"a\u202eb", "`a\u202eb`", "[a\u202eb](https://x.example)", "a&#x202e;b", "a&#8238;b",
                             "[x](https://x.example/\u202e)", "```a\u202e\nx\n```", "a&#0;b&#xd800;c&#x110000;", "a\0b",
                             "&#10;&#13;&#7;", "&zwj;&shy;&lrm;&ZeroWidthSpace;"}) {
    EXPECT_TRUE(unicode::all_visible(markdown_to_html(source))) << source;
    EXPECT_TRUE(unicode::all_visible(markdown_to_plain(source))) << source;
  }
  EXPECT_EQ(markdown_to_plain("a\u202eb&#x202e;&shy;"), "a⟨U+202E⟩b⟨U+202E⟩&shy;");
}

TEST(HostileMarkdown, EndsInTimeAndInBounds) {
  const std::vector<std::string> sources{
      repeated("[", 20'000),
      repeated("[", 10'000) + repeated("]", 10'000),
      repeated("[a](", 5'000),
      repeated("![", 10'000),
      repeated("![[]()", 3'000),
      repeated("*", 20'000),
      repeated("*a_ ", 5'000),
      repeated("**a *b ", 2'800),
      repeated("~~a~", 5'000),
      repeated("`", 20'000),
      repeated("`a``", 5'000),
      repeated("> ", 10'000) + "x",
      repeated(">", 20'000),
      repeated("- ", 10'000) + "x",
      repeated("1. ", 6'000),
      repeated("- a\n  ", 3'000),
      repeated("|", 20'000),
      repeated("|a", 9'000) + "|\n" + repeated("|---", 100) + "|\n",
      repeated("|x", 2'000) + "\n" + repeated("|---", 2'000) + "\n" + repeated("|\n", 4'000),
      repeated("|x", 1'000) + "\n" + repeated("|---", 1'000) + "\n" + repeated("a\n", 7'000),
      "[a]: https://x.example/" + repeated("u", 10'000) + "\n\n" + repeated("[a]", 3'000),
      repeated("[a]: x\n", 2'800) + repeated("[b]", 100),
      repeated("<", 20'000),
      repeated("<a", 10'000),
      repeated("<!--", 5'000),
      repeated("&amp;", 4'000),
      repeated("&", 20'000),
      repeated("a@b.", 5'000),
      repeated("http://", 2'800),
      repeated("www.", 5'000),
      repeated("\\", 20'000),
      repeated("# ", 10'000),
      repeated("```\n", 5'000),
      repeated("a\n\n", 6'600),
      repeated("a  \n", 5'000),
      repeated("\u202e", 20'000),
      repeated("\xff", 20'000),
      repeated("👨‍", 10'000),
      std::string(20'000, '\0'),
      repeated("[x.example](https://y.example/) ", 600),
  };
  for (const std::string& source : sources) {
    const std::string html = markdown_to_html(source);
    expect_harmless(html, source.substr(0, 20));
    EXPECT_LT(html.size(), 5'000'000u) << source.substr(0, 20);
    EXPECT_LT(markdown_to_plain(source).size(), 5'000'000u) << source.substr(0, 20);
  }
}

TEST(HostileMarkdown, IsHarmlessHoweverItIsCut) {
  const std::string source =
      "# T *a* **b** `c` ~~d~~\n\n> - [x] q [l](https://x.example \"t\") ![i](http://y.example/z.png)\n\n"
      "|a|b|\n|---|:---:|\n|1|<b>|\n\n```js\nx\n```\n\n&#x41; &lt; <s> www.example.com ana@example.com \\* \u202e "
      "👨‍👩‍👧\n";
  for (std::size_t size = 0; size <= source.size(); ++size) {
    expect_harmless(markdown_to_html(source.substr(0, size)), source.substr(0, size));
    expect_harmless(markdown_to_html(source.substr(size)), source.substr(size));
    EXPECT_TRUE(unicode::all_visible(markdown_to_plain(source.substr(0, size))));
  }
}

TEST(HostileMarkdown, IsHarmlessWhenMadeAtRandom) {
  const std::vector<std::string_view> pieces{"[",           "](",       ")",       "*",
                                             "**",          "_",        "`",       "```\n",
                                             "\n",          "\n\n",     "> ",      "- ",
                                             "1. ",         "|",        "|---|\n", "<",
                                             ">",           "&#x202e;", "&lt;",    "https://x.example",
                                             "javascript:", "![",       "~~",      "a",
                                             " ",           "\\",       "#",       "\t",
                                             "\"",          "'",        "<b>",     "www.y.example",
                                             "\u202e",      "[a]: "};
  std::uint64_t seed = 99;
  for (int round = 0; round < 3'000; ++round) {
    std::string source;
    for (int i = 0; i < 40; ++i) {
      seed = seed * 6364136223846793005 + 1442695040888963407;
      source += pieces[(seed >> 33) % pieces.size()];
    }
    expect_harmless(markdown_to_html(source), source);
    EXPECT_TRUE(unicode::all_visible(markdown_to_plain(source))) << source;
  }
}

}  // namespace
}  // namespace askd

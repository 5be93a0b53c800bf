#include "mrkdwn.hpp"

#include "letters.hpp"

#include <algorithm>
#include <array>

namespace askd::adapters::slack {
namespace {

// Between a mark and its neighbour it makes Slack take the mark for text. It can't be seen and never breaks a line.
constexpr std::string_view joiner = "\u2060";

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

bool is_mark(char c) { return c == '*' || c == '_' || c == '~' || c == '`'; }

// Slack reads a mark as one only at the border of a word.
bool may_format(std::string_view text, std::size_t at) {
  const bool word_before = at > 0 && is_word(text[at - 1]);
  const bool word_after = at + 1 < text.size() && is_word(text[at + 1]);
  return text[at] == '`' || !(word_before && word_after);
}

// "channel", "here", "everyone" after an "@".
bool calls_everybody(std::string_view rest) {
  static constexpr std::array<std::string_view, 4> words = {"channel", "here", "everyone", "group"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    if (rest.size() < word.size()) return false;
    const std::string_view start = rest.substr(0, word.size());
    return std::equal(start.begin(), start.end(), word.begin(), [](char a, char b) { return (a | 0x20) == b; });
  });
}

// What stands between "<" and ">" in a person's message.
std::string meant_by(std::string_view inside) {
  const std::size_t bar = inside.find('|');
  const std::string_view target = inside.substr(0, bar);
  const std::string_view label = bar == std::string_view::npos ? std::string_view() : inside.substr(bar + 1);
  if (target.starts_with("@")) return "@" + std::string(label.empty() ? target.substr(1) : label);
  if (target.starts_with("#")) return "#" + std::string(label.empty() ? target.substr(1) : label);
  if (target.starts_with("!date^")) return std::string(label);
  if (target.starts_with("!subteam^")) return label.empty() ? "@group" : std::string(label);
  if (target.starts_with("!")) return "@" + std::string(label.empty() ? target.substr(1) : label);
  if (label.empty()) return std::string(target.starts_with("mailto:") ? target.substr(7) : target);
  if (target == label || target.ends_with("://" + std::string(label)) || target == "mailto:" + std::string(label))
    return std::string(target.starts_with("mailto:") ? label : target);
  return std::string(label) + " (" + std::string(target) + ")";
}

std::string decode_entities(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 3> entities = {
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}}};
  std::string out;
  while (!text.empty()) {
    const auto found = std::find_if(entities.begin(), entities.end(),
                                    [&](const auto& entity) { return text.starts_with(entity.first); });
    out += found == entities.end() ? text.front() : found->second;
    text.remove_prefix(found == entities.end() ? 1 : found->first.size());
  }
  return out;
}

// Cuts mrkdwn line by line. Knows fences, since a message never closes one that another block opened.
class Splitter {
 public:
  Splitter(std::size_t each, std::size_t total) : each_(each), left_(total) {}

  Pieces done(std::string_view text) {
    while (!text.empty() && !out_.cut) {
      const std::size_t end = text.find('\n');
      take(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    flush();
    return std::move(out_);
  }

 private:
  static constexpr std::string_view fence = "```";
  // What a piece must keep free to be closed.
  static constexpr std::size_t reserve = 8;

  void take(std::string_view line) {
    // A line that is cut anyway begins a piece of its own.
    if (length(line) + reserve > each_ && length(piece_) > fence.size()) flush();
    while (length(line) + reserve > each_) {
      const std::string head = head_of(line);
      add(head);
      flush();
      if (out_.cut) return;
      line.remove_prefix(std::min(head.size(), line.size()));
    }
    if (length(piece_) + 1 + length(line) + reserve > each_) flush();
    add(line);
  }

  // As much of a long line as one piece holds, whole words if there are any.
  std::string head_of(std::string_view line) const {
    std::string head = without_mark(clip_escaped(line, each_ - reserve));
    if (head.empty()) return without_mark(clip(line, each_ - reserve));
    const std::size_t space = head.rfind(' ');
    if (space == std::string::npos || space < head.size() / 2) return head;
    const std::size_t open = head.rfind('<', space);
    const std::size_t close = open == std::string::npos ? 0 : head.find('>', open);
    return close < space ? head.substr(0, space + 1) : head;
  }

  static std::string without_mark(std::string text) {
    constexpr std::string_view mark = "…";
    if (text.ends_with(mark)) text.resize(text.size() - mark.size());
    return text;
  }

  void add(std::string_view line) {
    if (out_.cut) return;
    const std::size_t size = length(line) + 1;
    if (size > left_) {
      append(left_ > reserve ? clip_escaped(line, left_ - 1) : "…");
      out_.cut = true;
      return;
    }
    left_ -= size;
    append(line);
    if (line == fence) fenced_ = !fenced_;
  }

  void append(std::string_view line) {
    if (begun_) piece_ += '\n';
    begun_ = true;
    piece_ += line;
  }

  void flush() {
    std::string text = std::move(piece_);
    piece_.clear();
    begun_ = false;
    if (fenced_) text.append("\n").append(fence);
    while (text.starts_with('\n')) text.erase(0, 1);
    while (text.ends_with('\n')) text.pop_back();
    const bool nothing = trim(text).empty() || (fenced_ && text == "```\n```");
    if (!nothing) out_.texts.push_back(std::move(text));
    if (fenced_ && !out_.cut) append(fence);
  }

  Pieces out_ = {};
  std::string piece_ = {};
  std::size_t each_;
  std::size_t left_;
  bool begun_ = false;
  bool fenced_ = false;
};

}  // namespace

void append_entity(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    default:
      out += c;
  }
}

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    append_entity(out, c);
    const bool marked = (is_mark(c) && may_format(text, i)) || (c == '@' && calls_everybody(text.substr(i + 1)));
    if (marked) out += joiner;
  }
  return out;
}

std::string calm(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '@' && calls_everybody(text.substr(i + 1))) out += joiner;
  }
  return out;
}

std::string link(std::string_view url, std::string_view label) {
  const bool followed = url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:");
  const bool odd = std::any_of(url.begin(), url.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; });
  if (!followed || odd) return label.empty() ? escape(url) : escape(label) + " (" + escape(url) + ")";
  std::string out = "<";
  for (const char c : url) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "%3C";
    else if (c == '>')
      out += "%3E";
    else if (c == '|')
      out += "%7C";
    else
      out += c;
  }
  if (label.empty() || label == url) return out + ">";
  std::string shown = escape(label);
  // Slack has no way to write a bar or a line's end within a link's text.
  std::replace(shown.begin(), shown.end(), '\n', ' ');
  for (std::size_t at = shown.find('|'); at != std::string::npos; at = shown.find('|', at)) shown.replace(at, 1, "¦");
  return out + "|" + shown + ">";
}

Pieces split(std::string_view mrkdwn, std::size_t each, std::size_t total) {
  return Splitter(each, total).done(mrkdwn);
}

std::string said_text(std::string_view mrkdwn) {
  std::string out;
  while (!mrkdwn.empty()) {
    const std::size_t open = mrkdwn.find('<');
    out += decode_entities(mrkdwn.substr(0, open));
    if (open == std::string_view::npos) break;
    mrkdwn.remove_prefix(open);
    const std::size_t close = mrkdwn.find('>');
    if (close == std::string_view::npos) {
      out += decode_entities(mrkdwn);
      break;
    }
    out += decode_entities(meant_by(mrkdwn.substr(1, close - 1)));
    mrkdwn.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace askd::adapters::slack

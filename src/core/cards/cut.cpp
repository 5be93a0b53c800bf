#include "core/cards/cut.hpp"

#include "base/unicode.hpp"
#include "core/answers/wording.hpp"

#include <algorithm>
#include <optional>

namespace askd::core::cards {
namespace {

constexpr std::string_view mark = "…";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Without white space at the end, and without a joiner that lost what it joined: that would be seen no more.
std::string_view without_end(std::string_view text) {
  static constexpr std::string_view joiner = "\u200d";
  if (text.ends_with(joiner)) text.remove_suffix(joiner.size());
  while (text.ends_with(' ') || text.ends_with('\n') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// An open fence of code (CommonMark 0.30, section 4.5): what stands before it on its line, and what closes it.
struct Fence {
  std::string lead;
  char mark = '`';
  std::size_t length = 0;
  bool quoted = false;
  std::size_t item = 0;  // the indentation of the list item that it belongs to, 0 for none
};

// Reads Markdown line by line, only as far as fences need it.
class FenceReader {
 public:
  void take(std::string_view line) {
    const std::size_t lead = std::min(line.find_first_not_of(" >\t"), line.size());
    const bool blank = lead == line.size();
    const bool quoted = line.substr(0, lead).find('>') != std::string_view::npos;
    if (fence_ && left(quoted, blank, lead)) fence_.reset();
    if (fence_) {
      if (closes(line.substr(lead))) fence_.reset();
    } else if (!blank) {
      open(line, lead, quoted);
    }
  }

  const std::optional<Fence>& fence() const { return fence_; }

 private:
  // A quotation or a list item that ends also ends the fence within it.
  bool left(bool quoted, bool blank, std::size_t lead) const {
    if (fence_->quoted && !quoted) return true;
    return fence_->item > 0 && !blank && lead < fence_->item;
  }

  bool closes(std::string_view text) const {
    const std::size_t run = std::min(text.find_first_not_of(fence_->mark), text.size());
    return run >= fence_->length && text.find_first_not_of(" \t", run) == std::string_view::npos;
  }

  void open(std::string_view line, std::size_t lead, bool quoted) {
    std::string before(line.substr(0, lead));
    std::string_view text = line.substr(lead);
    if (lead < item_) item_ = 0;
    while (const std::size_t marker = list_marker(text)) {
      before.append(marker, ' ');
      text.remove_prefix(marker);
      item_ = before.size();
    }
    if (!text.starts_with("```") && !text.starts_with("~~~")) return;
    const char fence_mark = text.front();
    const std::size_t run = std::min(text.find_first_not_of(fence_mark), text.size());
    if (fence_mark == '`' && text.find('`', run) != std::string_view::npos) return;
    fence_ = Fence{std::move(before), fence_mark, run, quoted, quoted ? 0 : item_};
  }

  // The size of a bullet or a number with the white space after it, 0 if there is none.
  static std::size_t list_marker(std::string_view text) {
    std::size_t size = 0;
    while (size < text.size() && size < 9 && is_digit(text[size])) ++size;
    const std::string_view ends = size > 0 ? ".)" : "-*+";
    if (size >= text.size() || ends.find(text[size]) == std::string_view::npos) return 0;
    ++size;
    const std::size_t begin = size;
    while (size < text.size() && size < begin + 4 && text[size] == ' ') ++size;
    return size > begin ? size : 0;
  }

  std::optional<Fence> fence_ = {};
  std::size_t item_ = 0;
};

// The beginning of a Markdown text, and how the mark is set off from it.
struct Head {
  std::string_view text;
  std::string_view gap;
};

Head at_boundary(std::string_view text) {
  const auto within = [&](std::size_t at, std::size_t most_lost) {
    return at != std::string_view::npos && at >= text.size() - text.size() / most_lost;
  };
  if (const std::size_t paragraph = text.rfind("\n\n"); within(paragraph, 4))
    return {text.substr(0, paragraph), "\n\n"};
  if (const std::size_t line = text.rfind('\n'); within(line, 4)) return {text.substr(0, line), "\n"};
  const std::size_t word = text.find_last_of(" \n");
  const std::size_t address = text.find("://", word == std::string_view::npos ? 0 : word);
  if (within(word, 2) || (word != std::string_view::npos && address != std::string_view::npos)) {
    return {text.substr(0, word), " "};
  }
  if (address != std::string_view::npos) return {{}, {}};
  return {text, {}};
}

std::string marked(const Head& head) {
  std::string text(without_end(head.text));
  if (text.empty()) return std::string(mark);
  const std::string closing = closing_fence(text);
  if (!closing.empty()) return text.append("\n").append(closing).append("\n").append(mark);
  std::string with_gap = text + std::string(head.gap) + std::string(mark);
  // A mark on the line of a closing fence would open it again.
  return closing_fence(with_gap).empty() ? with_gap : text.append("\n").append(mark);
}

}  // namespace

std::string cut_line(std::string_view line, std::size_t most) {
  if (unicode::length(line) <= most) return std::string(line);
  if (most == 0) return {};
  std::string_view head = unicode::prefix(line, most - 1);
  const std::size_t word = head.rfind(' ');
  if (word != std::string_view::npos && word >= head.size() - head.size() / 3) head = head.substr(0, word);
  return std::string(without_end(head)).append(mark);
}

std::string closing_fence(std::string_view markdown) {
  FenceReader reader;
  while (!markdown.empty()) {
    const std::size_t end = std::min(markdown.find('\n'), markdown.size());
    reader.take(markdown.substr(0, end));
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
  }
  if (!reader.fence()) return {};
  return reader.fence()->lead + std::string(reader.fence()->length, reader.fence()->mark);
}

std::string cut_markdown(std::string_view markdown, std::size_t most) {
  if (unicode::length(markdown) <= most) return std::string(markdown);
  for (std::size_t room = most; room > 1;) {
    const Head head = at_boundary(unicode::prefix(markdown, room - 1));
    std::string text = marked(head);
    const std::size_t length = unicode::length(text);
    if (length <= most) return text;
    room -= std::min(room, length - most);
  }
  return most > 0 ? std::string(mark) : std::string();
}

std::string as_markdown(std::string_view line) {
  static constexpr std::string_view special = "\\`*_[]<>~|&";
  static constexpr std::string_view special_at_start = "#+-=";
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool begins = i == 0 && special_at_start.find(c) != std::string_view::npos;
    const bool numbers = i > 0 && i == digits && (c == '.' || c == ')');
    if (begins || numbers || special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string cut_sentence(const std::vector<std::string>& left_out, std::string_view url) {
  if (left_out.empty()) return {};
  std::string text = "Left out here: " + answers::listed(left_out, "and") + ". The whole is ";
  return url.empty() ? text + "in the inbox." : text.append("at ").append(url);
}

}  // namespace askd::core::cards

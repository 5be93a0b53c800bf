// Takes stories apart into lines and words.
#include "stories/story.hpp"

#include "base/files.hpp"

#include <charconv>
#include <utility>

namespace askd::stories {
namespace {

std::optional<int> two_digits(std::string_view text, int below) {
  int value = 0;
  if (text.size() != 2) return std::nullopt;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || value < 0 || value >= below) return std::nullopt;
  return value;
}

// The text up to its closing quote, which is taken off as well.
Word take_quoted(std::string_view& text, const std::string& place) {
  Word word{{}, true};
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return word;
    }
    const bool line_feed = text.substr(i).starts_with("\\n");
    word.text += line_feed ? '\n' : text[i];
    if (line_feed) ++i;
  }
  throw BadLine(place + "a quotation mark is never closed");
}

std::vector<Word> words_of(std::string_view text, const std::string& place) {
  std::vector<Word> words;
  while (!text.empty()) {
    if (text.front() == ' ') {
      text.remove_prefix(1);
    } else if (text.front() == '"') {
      words.push_back(take_quoted(text, place));
    } else {
      const auto end = std::min(text.find(' '), text.size());
      words.push_back({std::string(text.substr(0, end)), false});
      text.remove_prefix(end);
    }
  }
  return words;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = two_digits(text.substr(0, 2), 24);
  const auto minute = two_digits(text.substr(3), 60);
  if (!hour || !minute) return std::nullopt;
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

Story read_story(const std::string& file, std::string_view text) {
  Story story{file, {}, {}};
  const auto lines = lines_of(text);
  const std::string opening = "# " + std::filesystem::path(file).filename().string() + ": ";
  if (lines.empty() || !lines.front().starts_with(opening) || lines.front().size() == opening.size())
    throw BadLine(file + ":1: a story begins with its name and what it is about: " + opening + "…");
  story.about = lines.front().substr(opening.size());
  for (std::size_t i = 1; i < lines.size(); ++i) {
    Line line{i + 1, {}, words_of(lines[i], file + ":" + std::to_string(i + 1) + ": ")};
    if (line.words.empty() || line.words.front() == Word{"#", false}) continue;
    line.at = time_of_day(line.words.front().text);
    if (line.at) line.words.erase(line.words.begin());
    if (line.words.empty()) throw BadLine(story.place(line) + "nothing happens here; say \"time passes\"");
    story.lines.push_back(std::move(line));
  }
  if (story.lines.empty()) throw BadLine(file + ":1: nothing happens in this story");
  return story;
}

Story read_story(const std::filesystem::path& file) {
  const auto text = read_file(file, 100'000);
  if (!text) throw BadLine(file.string() + ":1: " + text.error().message);
  return read_story(file.string(), *text);
}

std::optional<Said> match(std::string_view pattern, const std::vector<Word>& words) {
  Said said;
  std::size_t at = 0;
  for (const Word& expected : words_of(pattern, {})) {
    const std::string& slot = expected.text;
    if (slot.starts_with('{') && slot.ends_with("...}")) {
      said.rest.assign(words.begin() + static_cast<std::ptrdiff_t>(at), words.end());
      return said;
    }
    if (at == words.size()) return std::nullopt;
    if (slot == "{ask}") {
      const bool the_ask =
          !words[at].quoted && words[at].text == "the" && at + 1 < words.size() && words[at + 1] == Word{"ask", false};
      if (!the_ask && !words[at].quoted) return std::nullopt;
      said.words.push_back(the_ask ? std::string() : words[at].text);
      at += the_ask ? 2 : 1;
    } else if (slot.starts_with('{')) {
      said.words.push_back(words[at++].text);
    } else if (words[at] == expected) {
      ++at;
    } else {
      return std::nullopt;
    }
  }
  return at == words.size() ? std::optional(std::move(said)) : std::nullopt;
}

std::vector<std::string> listed(std::string_view text) {
  constexpr std::string_view comma = ", ";
  std::vector<std::string> items;
  for (;;) {
    const auto end = text.find(comma);
    items.emplace_back(text.substr(0, end));
    if (end == text.npos) return items;
    text.remove_prefix(end + comma.size());
  }
}

}  // namespace askd::stories

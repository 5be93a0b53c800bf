// A story as it stands in its file, and how its lines are matched with phrases.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace askd::stories {

// A line that says nothing, or something that didn't come true. The message begins with file and line.
struct BadLine : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Word {
  std::string text;
  bool quoted = false;
  bool operator==(const Word&) const = default;
};

// "09:01  ana presses approve in chat". The time is that of the lines above where none is given.
struct Line {
  std::size_t number = 0;
  std::optional<std::chrono::seconds> at = {};  // since midnight
  std::vector<Word> words = {};
};

struct Story {
  std::string file;
  std::string about;  // the sentence behind the file's name in its first line
  std::vector<Line> lines;

  std::string place(const Line& line) const { return file + ":" + std::to_string(line.number) + ": "; }
};

// Reads "# name.story: sentence" and lines below it. A text stands in double quotes, with \n for the end of a line.
// Throws BadLine.
Story read_story(const std::string& file, std::string_view text);
Story read_story(const std::filesystem::path& file);

std::optional<std::chrono::seconds> time_of_day(std::string_view text);

// What stood in the places of a phrase: a word for each {place}, and all others for {places...}. For {ask} it is a
// title in quotes, or nothing for "the ask".
struct Said {
  std::vector<std::string> words = {};
  std::vector<Word> rest = {};

  const std::string& operator[](std::size_t at) const { return words.at(at); }
};
std::optional<Said> match(std::string_view pattern, const std::vector<Word>& words);

// "a, b" → {"a", "b"}.
std::vector<std::string> listed(std::string_view text);

}  // namespace askd::stories

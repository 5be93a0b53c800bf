// The project's files as the referee reads them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace askd::tidy {

struct File {
  std::string text;
  std::vector<std::string> lines;
  std::string code;  // of C++: the text with comments and the insides of literals blanked, line for line
  std::vector<std::string> code_lines;
};

// A path from the project's root, with what stands there.
class Tree {
 public:
  Tree() = default;
  // A project made up for a test.
  explicit Tree(const std::map<std::string, std::string>& texts);
  // The project in that folder, without what is built, fetched or binary.
  static Tree of_folder(const std::string& root);

  const std::map<std::string, File>& files() const { return files_; }
  bool has(const std::string& path) const;  // a file or a folder

 private:
  void add(const std::string& path, std::string text);

  std::map<std::string, File> files_;
};

bool is_cpp(std::string_view path);
bool is_test(std::string_view path);  // the wider limits of tests hold
bool under(std::string_view path, std::string_view folder);
std::string name_of(std::string_view path);    // the last part
std::string folder_of(std::string_view path);  // all before it, without the slash; empty at the root
bool is_word_char(char c);
// Where `word` stands in `line` with no letter, digit or underscore on the sides where it has one itself; or npos.
std::size_t find_word(std::string_view line, std::string_view word, std::size_t from = 0);
// Blanks comments and the insides of literals, and keeps every line where it is.
std::string blank(std::string_view text);

}  // namespace askd::tidy

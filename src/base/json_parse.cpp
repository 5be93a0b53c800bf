// The parser: nlohmann's lexer, and a builder of ours that refuses what RFC 8259 leaves open.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "base/unicode.hpp"

namespace askd::json {
namespace {

// What the lexer says, without its preamble and cut to a size that fits into a sentence.
std::string reason_of(const std::exception& exception) {
  std::string_view what = exception.what();
  const std::size_t column = what.find("column ");
  const std::size_t colon = what.find(": ", column == std::string_view::npos ? 0 : column);
  if (colon != std::string_view::npos) what.remove_prefix(colon + 2);
  return unicode::truncate(unicode::visible(what, unicode::Lines::one), 200);
}

// Receives what the lexer finds, and builds the value. Each function returns false to stop the parse; then `error` says
// why.
class Builder {
 public:
  Builder(std::string_view text, ParseLimits limits) : text_(text), limits_(limits) {}

  Json root;
  Error error;

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) { return add(value); }
  bool number_float(double value, const std::string&) { return add(value); }
  bool binary(Json::binary_t&) { return false; }

  bool string(std::string& value) {
    if (value.find('\0') != std::string::npos) return refuse_here("holds a NUL character (\\u0000): leave it out");
    return add(std::move(value));
  }

  bool key(std::string& name) {
    if (name.find('\0') != std::string::npos) return refuse_here("holds a NUL character (\\u0000) in a key");
    auto& object = open_.back()->get_ref<Json::object_t&>();
    const auto [member, fresh] = object.try_emplace(std::move(name));
    keys_.back() = &member->first;
    slot_ = &member->second;
    return fresh || refuse_here("stands twice in the same object: leave one of the two");
  }

  bool start_object(std::size_t) { return open(Json::value_t::object); }
  bool start_array(std::size_t) { return open(Json::value_t::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool parse_error(std::size_t position, const std::string&, const Json::exception& exception) {
    constexpr int number_overflow = 406;
    const std::string what = exception.id == number_overflow ? "a number is too large for a double: send it as a string"
                                                             : reason_of(exception);
    return refuse_at(position, what);
  }

  bool refuse_at(std::size_t position, const std::string& what) {
    error = invalid("The JSON can't be read at " + place(position) + ": " + what + ".");
    return false;
  }

 private:
  // Puts the value where it belongs, and says where that is.
  Json* place_value(Json&& value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    if (open_.back()->is_array()) {
      open_.back()->get_ref<Json::array_t&>().push_back(std::move(value));
      return &open_.back()->back();
    }
    *slot_ = std::move(value);
    return slot_;
  }
  bool add(Json&& value) {
    place_value(std::move(value));
    return true;
  }

  bool open(Json::value_t type) {
    if (open_.size() >= limits_.max_depth)
      return refuse_here("is nested deeper than " + std::to_string(limits_.max_depth) + " levels: flatten it");
    open_.push_back(place_value(Json(type)));
    keys_.push_back(nullptr);
    return true;
  }

  bool close() {
    open_.pop_back();
    keys_.pop_back();
    return true;
  }

  bool refuse_here(std::string detail) {
    const std::string where = pointer();
    const std::string what = where.empty() ? "its value" : unicode::visible(where, unicode::Lines::one);
    error = invalid("The JSON can't be taken: " + what + " " + detail + ".");
    error.problems.push_back({where, std::move(detail)});
    return false;
  }

  // Of the value that comes next.
  std::string pointer() const {
    std::string out;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (open_[i]->is_array())
        append_pointer(out, std::to_string(open_[i]->size() - (i + 1 < open_.size() ? 1 : 0)));
      else if (keys_[i] != nullptr)
        append_pointer(out, *keys_[i]);
    }
    return out;
  }

  // `position` counts the bytes that were read, the offending one included.
  std::string place(std::size_t position) const {
    const std::size_t offset = std::min(position == 0 ? 0 : position - 1, text_.size());
    const std::string_view before = text_.substr(0, offset);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return "line " + std::to_string(lines + 1) + ", column " + std::to_string(offset - line_start + 1) + " (byte " +
           std::to_string(offset) + ")";
  }

  std::string_view text_;
  ParseLimits limits_;
  std::vector<Json*> open_;               // arrays and objects that haven't ended, from the outside in
  std::vector<const std::string*> keys_;  // the last key of each
  Json* slot_ = nullptr;                  // where the value of the last key goes
};

}  // namespace

Result<Json> parse(std::string_view text, ParseLimits limits) {
  Builder builder(text, limits);
  bool whole = Json::sax_parse(text.data(), text.data() + text.size(), &builder);
  // The lexer takes a NUL for the end of the text, so that nobody has looked at what follows.
  if (const auto nul = text.find('\0'); whole && nul != std::string_view::npos)
    whole = builder.refuse_at(nul + 1, "a NUL byte stands behind the value");
  if (!whole) return std::move(builder.error);
  return Result<Json>(boost::system::in_place_value, std::move(builder.root));
}

}  // namespace askd::json

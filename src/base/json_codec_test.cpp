#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/form_field.hpp"
#include "base/json_read.hpp"
#include "base/json_write.hpp"

namespace askd::json {
namespace sample {

enum class Color : std::uint8_t { red, green, default_ };
BOOST_DESCRIBE_ENUM(Color, red, green, default_)

struct Base {
  int height = 1;
  bool operator==(const Base&) const = default;
};
BOOST_DESCRIBE_STRUCT(Base, (), (height))

struct Dog : Base {
  static constexpr std::string_view kind = "dog";
  std::string name = {};
  bool operator==(const Dog&) const = default;
};
BOOST_DESCRIBE_STRUCT(Dog, (Base), (name))

struct Cat {
  static constexpr std::string_view kind = "cat";
  static constexpr std::array<std::string_view, 1> required_members{"lives"};
  std::int8_t lives = 9;
  bool zoomies = false;
  bool operator==(const Cat&) const = default;
};
BOOST_DESCRIBE_STRUCT(Cat, (), (zoomies, lives))

struct Fish {
  static constexpr std::string_view kind = "fish";
  bool operator==(const Fish&) const = default;
};
BOOST_DESCRIBE_STRUCT(Fish, (), ())

using Pet = std::variant<std::variant<Dog, Cat>, Fish>;

// A type with a shape of its own.
struct Celsius {
  int degrees = 0;
  bool operator==(const Celsius&) const = default;
};
void write_json(Writer& writer, const Celsius& value) { writer.value(std::to_string(value.degrees) + "°"); }
void read_json(const Reader& reader, const Json& json, Celsius& value) {
  if (!json.is_string() || !json.get_ref<const std::string&>().ends_with("°"))
    return reader.problem("must be a temperature such as 21°");
  value.degrees = std::stoi(json.get_ref<const std::string&>());
}

struct Everything {
  std::string text = {};
  bool flag = false;
  std::int64_t signed_ = 0;
  std::uint64_t unsigned_ = 0;
  std::uint8_t small = 0;
  Color color = Color::red;
  AskId ask = {};
  Ulid ulid = {};
  Instant at = {};
  std::chrono::seconds patience = {};
  std::optional<std::string> maybe = {};
  std::optional<Cat> cat = {};
  std::vector<std::optional<int>> list = {};
  std::set<std::string> set = {};
  std::map<std::string, int> by_name = {};
  std::map<PersonId, Color> by_person = {};
  std::map<Color, int> by_color = {};
  std::pair<int, std::string> pair = {};
  std::array<std::uint8_t, 4> bytes = {};
  std::array<int, 2> two = {};
  std::vector<Pet> pets = {};
  Celsius warmth = {};
  Json anything = {};
  bool operator==(const Everything&) const = default;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (text, flag, signed_, unsigned_, small, color, ask, ulid, at, patience, maybe, cat, list, set,
                       by_name, by_person, by_color, pair, bytes, two, pets, warmth, anything))

Everything full() {
  Everything all;
  all.text = "a\"b\n€";
  all.flag = true;
  all.signed_ = -9'007'199'254'740'993;
  all.unsigned_ = 18'446'744'073'709'551'615u;
  all.small = 255;
  all.color = Color::default_;
  all.ask = *AskId::parse("ask_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  all.ulid = all.ask.value;
  all.at = Instant(std::chrono::milliseconds(1'738'324'800'123));
  all.patience = std::chrono::seconds(90);
  all.maybe = "";
  all.cat = Cat{7, true};
  all.list = {1, std::nullopt, 3};
  all.set = {"y", "x"};
  all.by_name = {{"b", 2}, {"a", 1}};
  all.by_person = {{*PersonId::parse("per_01ARZ3NDEKTSV4RRFFQ69G5FAV"), Color::green}};
  all.by_color = {{Color::green, 5}};
  all.pair = {4, "four"};
  all.bytes = {0xde, 0xad, 0xbe, 0xef};
  all.two = {1, 2};
  Dog dog;
  dog.name = "Rex";
  dog.height = 60;
  all.pets = {Fish{}, std::variant<Dog, Cat>(dog), std::variant<Dog, Cat>(Cat{3, false})};
  all.warmth = {21};
  all.anything = Json::parse(R"({"z":[1.50],"a":null})");
  return all;
}

}  // namespace sample

namespace {

using namespace sample;

TEST(Write, MakesCanonicalJson) {
  EXPECT_EQ(
      to_text(full()),
      R"({"anything":{"a":null,"z":[1.5]},"ask":"ask_01ARZ3NDEKTSV4RRFFQ69G5FAV","at":"2025-01-31T12:00:00.123Z",)"
      R"("by_color":[["green",5]],"by_name":{"a":1,"b":2},)"
      R"("by_person":{"per_01ARZ3NDEKTSV4RRFFQ69G5FAV":"green"},"bytes":"deadbeef",)"
      R"("cat":{"lives":7,"zoomies":true},)"
      R"("color":"default","flag":true,"list":[1,null,3],"maybe":"","pair":[4,"four"],"patience":90000,)"
      R"("pets":[{"kind":"fish"},{"height":60,"kind":"dog","name":"Rex"},{"kind":"cat","lives":3,"zoomies":false}],)"
      R"("set":["x","y"],"signed":-9007199254740993,"small":255,"text":"a\"b\n€","two":[1,2],)"
      R"("ulid":"01ARZ3NDEKTSV4RRFFQ69G5FAV","unsigned":18446744073709551615,"warmth":"21°"})");
}

TEST(Write, IsTheCanonicalFormOfItself) {
  Everything all = full();
  all.signed_ = -5;  // beyond 2^53 the canonical form of RFC 8785 rounds, and we don't
  all.unsigned_ = 5;
  EXPECT_EQ(canonical(*parse(to_text(all))), to_text(all));
}

TEST(Write, LeavesEmptyOptionalsOut) {
  const std::string text = to_text(Everything{});
  EXPECT_EQ(text.find("maybe"), std::string::npos);
  EXPECT_EQ(text.find("cat"), std::string::npos);
  EXPECT_NE(text.find(R"("list":[])"), std::string::npos);
}

TEST(Read, IsTheInverseOfWrite) {
  const auto everything = read<Everything>(*parse(to_text(full())));
  ASSERT_TRUE(everything) << everything.error().message;
  EXPECT_EQ(*everything, full());
  EXPECT_EQ(*read<Everything>(*parse(to_text(Everything{}))), Everything{});
}

TEST(Read, KeepsDefaultsForWhatIsMissing) {
  const auto dog = read<Dog>(Json::object());
  ASSERT_TRUE(dog);
  EXPECT_EQ(dog->height, 1);
  EXPECT_EQ(read<Everything>(*parse(R"({"maybe":null})"))->maybe, std::nullopt);
}

TEST(Read, TellsEveryProblemWithItsPlace) {
  const auto json = parse(R"({
    "text": 1, "flag": "yes", "small": 256, "unsigned": -1, "color": "gren", "ask": "per_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "ulid": "x", "at": "tomorrow", "patience": "2h", "maybe": [], "cat": {"lives": 200}, "list": [1, "2"], "set": {},
    "by_name": {"a/b": "1"}, "by_person": {"x": "red"}, "pair": [1], "bytes": "xyz", "two": [1, 2, 3],
    "pets": [{"kind": "cow"}, {}, {"kind": "cat", "lives": 1, "live": 2}, 5], "warmth": 21, "txt": "",
    "zzzzzzzzz": 1})");
  ASSERT_TRUE(json) << json.error().message;
  const auto read_back = read<Everything>(*json);
  ASSERT_FALSE(read_back);
  const std::string id = "must be an id: 'ask_' and 26 letters and digits";
  const std::vector<Problem> expected{
      {"/ask", id},
      {"/at", "must be a time such as 2025-01-31T12:00:00Z"},
      {"/by_name/a~1b", "must be a whole number from -2147483648 to 2147483647"},
      {"/by_person/x", "must be an id: 'per_' and 26 letters and digits"},
      {"/bytes", "must be 8 hexadecimal digits"},
      {"/cat/lives", "must be a whole number from -128 to 127"},
      {"/color", "must be one of 'red', 'green' or 'default'; did you mean 'green'?"},
      {"/flag", "must be true or false"},
      {"/list/1", "must be a whole number from -2147483648 to 2147483647"},
      {"/maybe", "must be a string"},
      {"/pair", "must be an array of 2"},
      {"/patience", "must be a whole number from -3162240000000 to 3162240000000"},
      {"/pets/0/kind", "must be one of 'dog', 'cat' or 'fish'"},
      {"/pets/1/kind", "is required"},
      {"/pets/2/live", "is not a known field; did you mean 'lives'?"},
      {"/pets/3", "must be an object"},
      {"/set", "must be an array"},
      {"/small", "must be a whole number from 0 to 255"},
      {"/text", "must be a string"},
      {"/two", "must be an array of 2"},
      {"/txt", "is not a known field; did you mean 'text'?"},
      {"/ulid", "must be an id: 26 letters and digits"},
      {"/unsigned", "must be a whole number from 0 to 18446744073709551615"},
      {"/warmth", "must be a temperature such as 21°"},
  };
  auto problems = read_back.error().problems;
  ASSERT_EQ(problems.size(), expected.size() + 1);
  EXPECT_EQ(problems.back().pointer, "/zzzzzzzzz");
  EXPECT_TRUE(problems.back().detail.starts_with("is not a known field; known are 'anything', 'ask'"));
  problems.pop_back();
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(problems[i].pointer, expected[i].pointer);
    EXPECT_EQ(problems[i].detail, expected[i].detail);
  }
  EXPECT_EQ(read_back.error().message, "/ask " + id + ", and 24 other fields aren't valid.");
}

TEST(Read, MissesWhatIsRequired) {
  const auto cat = read<Cat>(Json::object());
  ASSERT_FALSE(cat);
  EXPECT_EQ(cat.error().problems, (std::vector<Problem>{{"/lives", "is required"}}));
}

TEST(Read, IsLenientWithUnknownMembersWhereAsked) {
  const Json json = Json::parse(R"({"height":2,"colour":"x","name":"Rex"})");
  EXPECT_FALSE(read<Dog>(json));
  const auto dog = read<Dog>(json, Strictness::lenient);
  ASSERT_TRUE(dog);
  EXPECT_EQ(dog->height, 2);
  EXPECT_EQ(dog->name, "Rex");
}

TEST(Read, PutsAPrefixBeforePointers) {
  std::vector<Problem> problems;
  Cat cat;
  read_into(Json::parse(R"({"lives":"x"})"), cat, problems, "/pets/0");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].pointer, "/pets/0/lives");
  EXPECT_EQ(cat.lives, 9);
}

TEST(Read, TakesIntegersThatAreWrittenAsDoubles) {
  EXPECT_EQ(*read<int>(Json::parse("5.0")), 5);
  EXPECT_EQ(*read<std::uint64_t>(Json::parse("1e3")), 1000u);
  EXPECT_FALSE(read<int>(Json::parse("5.5")));
  EXPECT_FALSE(read<std::uint64_t>(Json::parse("-1.0")));
  EXPECT_FALSE(read<std::int64_t>(Json::parse("18446744073709551615")));
  EXPECT_FALSE(read<std::int64_t>(Json::parse("1e300")));
}

TEST(Read, TakesFormFields) {
  FormField field;
  field.name = "cost";
  field.type = FormField::Type::integer;
  field.minimum = "1";
  field.options = {{"a", "A"}};
  EXPECT_EQ(*read<FormField>(*parse(to_text(field))), field);
}

TEST(Read, SurvivesEveryWrongType) {
  const std::string text = to_text(full());
  const Json document = *parse(text);
  for (const auto& [name, value] : document.items()) {
    for (const char* other : {"null", "true", "-1", "1.5", "\"\"", "[]", "{}", "[[]]", "[{}]"}) {
      Json damaged = document;
      damaged[name] = Json::parse(other);
      const auto all = read<Everything>(damaged);
      EXPECT_TRUE(all || !all.error().problems.empty());
    }
  }
}

}  // namespace
}  // namespace askd::json

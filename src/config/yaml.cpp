#include "config/yaml.hpp"

#include "config/source_text.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace askd::config {

const Entry* Node::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry;
  return nullptr;
}

namespace {

// More than this is no configuration, and would only wear out the stack.
constexpr std::size_t depth_max = 32;

constexpr std::string_view unknown_beginning = "a text can't begin with this character: quote it";

// Builds the tree from what the parser tells. yaml-cpp's own nodes resolve anchors and let a key stand twice.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const SourceText& source, Faults& faults) : source_(source), faults_(faults) {}

  Node take() { return std::move(root_); }

  // Whether the parser stands still: where a document begins with what can't begin one, it finds an empty document
  // there again and again.
  bool stuck() const { return stuck_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    stuck_ = documents_ > 0 && begin_ == mark.pos;
    begin_ = mark.pos;
    if (stuck_)
      fault(mark, std::string(unknown_beginning));
    else if (++documents_ == 2)
      fault(mark, "a second YAML document begins here: put all settings into one, without \"---\"");
  }
  void OnDocumentEnd() override {}

  // yaml-cpp takes all of "", "~", "null", "Null" and "NULL" for nothing. A person may well be called Null.
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    Node node;
    node.place = at(mark);
    const std::string_view rest = source_.rest_of_line(offset(mark));
    for (const std::string_view word : {"Null", "NULL"}) {
      if (!rest.starts_with(word)) continue;
      node.kind = Node::Kind::text;
      node.text = word;
    }
    add(mark, std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fault(mark, "anchors (&) and aliases (*) aren't supported: write the value out, or quote a text that begins so");
    Node node;
    node.place = at(mark);
    add(mark, std::move(node), true);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (tag == "!" && !source_.quote_is_closed(offset(mark))) fault(mark, "this quotation mark is never closed");
    Node node;
    node.kind = Node::Kind::text;
    node.text = value;
    node.place = at(mark);
    add(mark, std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, Node::Kind::list);
  }
  void OnSequenceEnd() override { end(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, Node::Kind::map);
  }
  void OnMapEnd() override { end(); }

 private:
  struct Open {
    Node node;
    YAML::Mark mark;
    Entry entry = {};  // of a map: the key that waits for its value
    bool has_key = false;
    bool dropped = false;  // the key was refused, and its value goes with it
    bool comment = false;  // what follows the key on its line is a comment that begins like a value
  };

  static std::size_t offset(const YAML::Mark& mark) { return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos); }
  Place at(const YAML::Mark& mark) const { return source_.place(offset(mark)); }
  void fault(const YAML::Mark& mark, const std::string& what) { faults_.add(at(mark), {}, what); }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) fault(mark, "anchors (&) and aliases (*) aren't supported: write the value out");
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!")
      fault(mark, "tags (!) aren't supported: remove it, or quote a text that begins so");
  }

  void begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (open_.size() == depth_max) fault(mark, "this is nested too deeply");
    Open open;
    open.node.kind = kind;
    open.node.place = at(mark);
    open.mark = mark;
    open_.push_back(std::move(open));
  }

  void end() {
    Open done = std::move(open_.back());
    open_.pop_back();
    add(done.mark, std::move(done.node));
  }

  void add(const YAML::Mark& mark, Node node, bool refused = false) {
    if (open_.empty()) {
      if (documents_ <= 1) root_ = std::move(node);
      return;
    }
    Open& open = open_.back();
    if (open.node.kind == Node::Kind::list) {
      if (open_.size() <= depth_max) open.node.items.push_back(std::move(node));
    } else if (!open.has_key) {
      take_key(open, mark, node, refused);
    } else {
      open.has_key = false;
      node.comment_follows = node.kind == Node::Kind::nothing && open.comment;
      // The parser places a missing value at what comes next, where nobody would look for it.
      if (node.kind == Node::Kind::nothing) node.place = open.entry.place;
      open.entry.value = std::move(node);
      if (!open.dropped && open_.size() <= depth_max) open.node.entries.push_back(std::move(open.entry));
    }
  }

  void take_key(Open& open, const YAML::Mark& mark, const Node& node, bool refused) {
    open.has_key = true;
    open.dropped = refused || node.kind != Node::Kind::text;
    open.entry = Entry{node.text, node.place, {}};
    open.comment = value_is_comment(mark);
    if (refused) return;
    if (node.kind == Node::Kind::nothing) {
      fault(mark, "a key is missing here; a name that begins with # must be quoted");
    } else if (node.kind != Node::Kind::text) {
      fault(mark, "a key is a text, not a list or a mapping: quote it");
    } else if (node.text == "<<") {
      fault(mark, "merge keys (<<) aren't supported: write the settings out");
      open.dropped = true;
    } else if (const Entry* first = open.node.find(node.text)) {
      faults_.add(node.place, {},
                  "\"" + node.text + "\" stands here already, in line " + std::to_string(first->place.line) +
                      ": remove one of the two");
      open.dropped = true;
    }
  }

  bool value_is_comment(const YAML::Mark& mark) const {
    const std::string_view rest = source_.rest_of_line(offset(mark));
    const std::size_t colon = rest.find(": #");
    return colon != std::string_view::npos && colon + 3 < rest.size() && rest[colon + 3] != ' ';
  }

  const SourceText& source_;
  Faults& faults_;
  Node root_;
  std::vector<Open> open_;
  int documents_ = 0;
  int begin_ = 0;  // of the last one
  bool stuck_ = false;
};

// yaml-cpp's words for what people do most.
std::string in_plain_words(const std::string& message) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> sentences{{
      {"end of map not found", "this line is indented otherwise than those above, or the line above lacks its value"},
      {"end of map flow not found", "a { before this is never closed; a text that begins with # must be quoted"},
      {"end of sequence not found", "this line is indented otherwise than the list above it"},
      {"end of sequence flow not found", "a [ before this is never closed; a text that begins with # must be quoted"},
      {"illegal map value", "a colon and a space stand within a value: quote it, or begin a new line"},
      {"unknown token", unknown_beginning},
      {"the referenced anchor is not defined", "a text that begins with * must be quoted"},
      {"illegal tab when looking for indentation", "this line is indented by a tab: YAML wants spaces"},
      {"bad file", "this is nested too deeply"},
      {"YAML major version too large", "this version of YAML isn't known: remove the line"},
  }};
  for (const auto& [theirs, ours] : sentences)
    if (message == theirs) return std::string(ours);
  return "this is no valid YAML: " + message;
}

}  // namespace

std::optional<Node> read_yaml(const std::string& file, std::size_t order, std::string_view bytes, Faults& faults) {
  const SourceText source(file, order, bytes);
  Node root;
  root.kind = Node::Kind::map;
  root.place = source.place(0);
  if (!source.check(faults)) return std::nullopt;

  TreeBuilder builder(source, faults);
  std::istringstream stream{std::string(source.bytes())};
  try {
    YAML::Parser parser(stream);
    while (!builder.stuck() && parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    const std::size_t offset = error.mark.pos < 0 ? 0 : static_cast<std::size_t>(error.mark.pos);
    faults.add(source.place(offset), {}, in_plain_words(error.msg));
    return std::nullopt;
  }

  if (builder.stuck()) return std::nullopt;
  Node read = builder.take();
  if (read.kind == Node::Kind::nothing) return root;
  if (read.kind != Node::Kind::map) {
    faults.add(read.place, {}, "settings are expected here, as in \"key: value\"");
    return std::nullopt;
  }
  return read;
}

}  // namespace askd::config

// Cards as Slack's blocks: what is shown, and never more than Slack takes.
#include "render.hpp"

#include "letters.hpp"
#include "mrkdwn.hpp"
#include "rig.hpp"

#include <set>

namespace askd::adapters::slack {
namespace {

using namespace std::chrono_literals;

const DeliveryId id = delivery_made_at(Instant(1'793'000'000s));

const Json* block_of(const Json& message, std::string_view type, std::size_t number = 0) {
  for (const Json& block : list(message, "blocks"))
    if (text(block, "type") == type && number-- == 0) return &block;
  return nullptr;
}

std::size_t limit_of(const std::string& type, const std::string& member) {
  if (type == "header") return 150;
  if (member == "fields") return 2'000;
  if (type == "button" || member == "options") return 75;
  return 3'000;
}

// Slack's own limits, on every object of a message or a modal.
void check_limits(const Json& json, const std::string& type, const std::string& member) {
  if (json.is_array())
    for (const Json& one : json) check_limits(one, type, member);
  if (!json.is_object()) return;
  const std::string kind = text(json, "type");
  if (kind == "plain_text" || kind == "mrkdwn") {
    EXPECT_LE(length(text(json, "text")), limit_of(type, member)) << type << "/" << member;
    EXPECT_GE(text(json, "text").size(), 1U) << type << "/" << member;
    return;
  }
  EXPECT_LE(length(text(json, "action_id")), 255U);
  EXPECT_LE(length(text(json, "block_id")), 255U);
  EXPECT_LE(length(text(json, "value")), member == "options" ? 75U : 2'000U);
  EXPECT_LE(list(json, "options").size(), kind == "checkboxes" || kind == "radio_buttons" ? 10U : 100U);
  EXPECT_LE(list(json, "fields").size(), 10U);
  EXPECT_LE(list(json, "elements").size(), kind == "context" ? 10U : 25U);
  for (const auto& [name, value] : json.items()) check_limits(value, kind.empty() ? type : kind, name);
}

void check_message(const Json& message) {
  EXPECT_LE(list(message, "blocks").size(), 50U);
  EXPECT_LE(length(text(message, "text")), 4'000U);
  EXPECT_GE(text(message, "text").size(), 1U);
  EXPECT_LE(dump(part(message, "metadata")).size(), 1'000U);
  check_limits(part(message, "blocks"), "message", "blocks");
  std::set<std::string> blocks;
  for (const Json& block : list(message, "blocks")) {
    if (const std::string name = text(block, "block_id"); !name.empty()) {
      EXPECT_TRUE(blocks.insert(name).second);
    }
    std::set<std::string> actions;
    for (const Json& element : list(block, "elements"))
      if (const std::string name = text(element, "action_id"); !name.empty()) {
        EXPECT_TRUE(actions.insert(name).second) << name;
      }
  }
}

TEST(SlackCase, C03_APostHasItsExactShape) {
  Card card = approval_card();
  card.body = "3 files <b> & @channel";
  const Json message = card_message(card, id, "");
  EXPECT_EQ(text(message, "text"), "deploy-bot asks: Deploy 4.2?");
  EXPECT_EQ(part(message, "link_names"), Json(false));
  EXPECT_EQ(part(message, "unfurl_links"), Json(false));
  const Json metadata = {{"event_type", "askd_delivery"}, {"event_payload", {{"delivery", id.text()}}}};
  EXPECT_EQ(part(message, "metadata"), metadata);
  const Json header = {{"type", "header"},
                       {"text", {{"type", "plain_text"}, {"text", "Deploy 4.2?"}, {"emoji", false}}}};
  EXPECT_EQ(*block_of(message, "header"), header);
  EXPECT_EQ(text(part(*block_of(message, "section"), "text"), "text"), "3 files &lt;b&gt; &amp; @\u2060channel");
  const Json& actions = *block_of(message, "actions");
  const Json approve = {{"type", "button"},
                        {"action_id", "askd:press:0"},
                        {"value", id.text() + "|approve"},
                        {"style", "primary"},
                        {"text", {{"type", "plain_text"}, {"text", "Approve"}, {"emoji", false}}}};
  EXPECT_EQ(list(actions, "elements")[0], approve);
  EXPECT_EQ(text(list(actions, "elements")[2], "action_id"), "askd:answer");
  check_message(message);
}

TEST(Render, NamesTheAgentFirst) {
  Card card = approval_card();
  card.agent = "deploy*bot <!here>";
  card.urgency = Urgency::critical;
  const Json message = card_message(card, id, "");
  const std::string line = text(list(list(message, "blocks")[0], "elements")[0], "text");
  EXPECT_TRUE(line.starts_with("🔴 Critical · *deploy*")) << line;
  EXPECT_EQ(line.find("<!"), std::string::npos);
  EXPECT_EQ(text(message, "text").find("<!"), std::string::npos);
}

TEST(Render, ShowsTheExpiryInTheReadersZone) {
  Card card = approval_card();
  card.expires = Instant(1'793'003'600s);
  const Json message = card_message(card, id, "");
  EXPECT_NE(dump(message).find("<!date^1793003600^{date_short_pretty} at {time}|2026-10-26 08:33 UTC>"),
            std::string::npos)
      << dump(message);
}

TEST(Render, AnOutcomeHasNothingToPress) {
  Card card = approval_card();
  card.input = CardInput::none;
  card.buttons.clear();
  card.note = false;
  card.outcome = "Approved by Ana in slack-main, 14:02 UTC";
  const Json message = card_message(card, id, "");
  EXPECT_EQ(block_of(message, "actions"), nullptr);
  EXPECT_EQ(text(part(*block_of(message, "section", 1), "text"), "text"), card.outcome);
  EXPECT_EQ(text(message, "text"), "deploy-bot asked: Deploy 4.2?\nApproved by Ana in slack-main, 14:02 UTC");
}

TEST(Render, ANoticeSaysHowBadItIs) {
  Card card;
  card.agent = "ci";
  card.title = "Build 81";
  card.severity = Severity::error;
  card.links = {{"the run", "https://ci.example/81"}, {"odd", "javascript:1"}};
  const Json message = card_message(card, id, "");
  EXPECT_EQ(text(list(list(message, "blocks")[0], "elements")[0], "text"), "🛑 Error · *ci* says");
  EXPECT_EQ(text(part(*block_of(message, "section"), "text"), "text"),
            "• <https://ci.example/81|the run>\n• odd (javascript:1)");
}

TEST(Render, MoreThanAFewOptionsAreAList) {
  Card card = approval_card();
  card.input = CardInput::select;
  card.note = false;
  card.buttons.clear();
  for (int i = 0; i < 25; ++i) card.buttons.push_back({"v" + std::to_string(i), "Option " + std::to_string(i)});
  const Json one = card_message(card, id, "");
  const Json::array_t& elements = list(*block_of(one, "actions"), "elements");
  EXPECT_EQ(text(elements[0], "type"), "static_select");
  EXPECT_EQ(text(list(elements[0], "options")[3], "value"), "=v3");
  EXPECT_EQ(text(elements[1], "action_id"), "askd:submit");
  check_message(one);

  card.input = CardInput::several;
  const Json many = card_message(card, id, "");
  EXPECT_EQ(text(part(*block_of(many, "section", 1), "accessory"), "type"), "multi_static_select");
  check_message(many);

  card.buttons.resize(3);
  const Json few = card_message(card, id, "");
  EXPECT_EQ(text(list(*block_of(few, "actions"), "elements")[0], "type"), "checkboxes");
  check_message(few);
}

Card monstrous(CardInput input) {
  Card card;
  card.agent = std::string(5'000, 'a');
  card.title = std::string(5'000, '&');
  for (int i = 0; i < 4'000; ++i) card.body += "<@U0X> & **b** `c`\n\n- 🙂 x\n";
  for (int i = 0; i < 40; ++i) card.context.emplace_back(std::string(300, '<'), std::string(5'000, '&'));
  for (int i = 0; i < 60; ++i)
    card.links.push_back({std::string(200, '>'), "https://a.example/" + std::string(900, '|')});
  for (int i = 0; i < 130; ++i)
    card.buttons.push_back({std::string(300, 'v') + std::to_string(i), std::string(300, 'l') + std::to_string(i)});
  for (int i = 0; i < 130; ++i)
    card.fields.push_back({"f" + std::to_string(i), std::string(3'000, 't'), CardField::Kind(i % 5), i % 2 == 0, true,
                           card.buttons, std::string(5'000, 'h')});
  card.fields.push_back({std::string(400, 'n'), "", CardField::Kind::text});
  card.expires = Instant(1'793'003'600s);
  card.outcome = std::string(9'000, 'o');
  card.hint = std::string(9'000, '<');
  card.cut = std::string(9'000, 'c');
  card.url = "https://askd.example/" + std::string(2'000, 'u');
  card.note = true;
  card.input = input;
  return card;
}

TEST(SlackCase, C14_NothingGoesBeyondSlacksLimits) {
  for (int i = 0; i <= 5; ++i) {
    const Card card = monstrous(static_cast<CardInput>(i));
    const Json message = card_message(card, id, std::string(400, '@'));
    check_message(message);
    EXPECT_LE(dump(part(message, "blocks")).size(), 200'000U);
    EXPECT_NE(dump(message).find("Left out here"), std::string::npos);
    const Json plain = plain_message(card, id, "");
    EXPECT_LE(length(text(plain, "text")), 4'000U);
    const Json view = modal(form_of(card), {id, "C0OPS", "1793000001.000200", "", ""});
    EXPECT_LE(list(view, "blocks").size(), 100U);
    EXPECT_LE(text(view, "private_metadata").size(), 3'000U);
    check_limits(part(view, "blocks"), "modal", "blocks");
  }
  check_message(words_message({std::string(500, '*'), std::string(50'000, '&'), ""}, id));
  check_message(card_message(Card{}, id, ""));
}

TEST(SlackCase, C15_LabelsAndValuesAreClipped) {
  Card card = approval_card();
  card.buttons = {{std::string(64, 'v'), std::string(76, 'l')}};
  const Json message = card_message(card, id, "");
  EXPECT_EQ(length(text(part(list(*block_of(message, "actions"), "elements")[0], "text"), "text")), 75U);
  EXPECT_EQ(option_value({std::string(74, 'v'), ""}, 3), "=" + std::string(74, 'v'));
  EXPECT_EQ(option_value({std::string(75, 'v'), ""}, 3), "#3");
  EXPECT_EQ(picked_by("#3"), Picked(std::size_t{3}));
  for (const char* value : {"#", "#x", "#3x", "#-1", "#99999999999999999999", "3", ""})
    EXPECT_EQ(picked_by(value), Picked(std::string(value)));
  EXPECT_EQ(picked_by("=#3"), Picked(std::string("#3")));
  EXPECT_LE(capabilities_of_slack().buttons_max, 24U);
  EXPECT_LE(capabilities_of_slack().select_max, 100U);
}

TEST(Render, AModalHasAnInputForEachField) {
  AnswerForm form;
  form.input = CardInput::fields;
  form.title = "Which plan?";
  form.note = true;
  form.fields = {{"why", "Reason", CardField::Kind::text, true, true},
                 {"cost", "Cost", CardField::Kind::number, false, false, {}, "A number."},
                 {"days", "Days", CardField::Kind::integer},
                 {"fast", "Fast?", CardField::Kind::boolean},
                 {"region", "Region", CardField::Kind::choice, true, false, {{"eu", "Europe"}, {"us", "America"}}},
                 {"long", "Long", CardField::Kind::choice, true, false, {{std::string(120, 'x'), "That"}}}};
  const Json view = modal(form, {id, "C0OPS", "1793000001.000200", "", ""});
  const Json::array_t& blocks = list(view, "blocks");
  ASSERT_EQ(blocks.size(), 8U);
  const std::vector<std::string> types = {"plain_text_input", "number_input",     "number_input",    "radio_buttons",
                                          "radio_buttons",    "plain_text_input", "plain_text_input"};
  for (std::size_t i = 0; i < types.size(); ++i) EXPECT_EQ(text(part(blocks[i + 1], "element"), "type"), types[i]);
  EXPECT_EQ(text(blocks[1], "block_id"), "askd:field:why");
  EXPECT_FALSE(flag(blocks[1], "optional"));
  EXPECT_TRUE(flag(blocks[2], "optional"));
  EXPECT_TRUE(flag(part(blocks[2], "element"), "is_decimal_allowed"));
  EXPECT_FALSE(flag(part(blocks[3], "element"), "is_decimal_allowed"));
  EXPECT_EQ(text(part(blocks[6], "hint"), "text"), "One of: That");
  EXPECT_EQ(text(view, "callback_id"), "askd:answer");
}

TEST(Render, AFormTravelsInItsButton) {
  AnswerForm form;
  form.input = CardInput::fields;
  form.title = "Which “plan”?";
  form.hint = "a|b";
  form.note = true;
  form.options = {{"a|b", "A"}};
  form.fields = {{"why", "Reason", CardField::Kind::choice, true, true, {{"x", "X"}}, "Say."}};
  const std::string value = form_value(id, form);
  EXPECT_EQ(delivery_in(value), id);
  EXPECT_EQ(form_in(value), form);
  form.hint = std::string(3'000, 'x');
  EXPECT_EQ(form_value(id, form), id.text());
  EXPECT_FALSE(form_in(id.text()));
  for (const char* odd : {"", "|", "|{", "x|[]", "|{\"i\":99,\"f\":[1,{}],\"o\":[[1],[\"a\"]]}", "|{\"i\":-1}"})
    if (const auto read = form_in(odd)) {
      EXPECT_LE(read->fields.size(), 1U);
    }
}

// The last fallback has nothing to press on: without a word on how, nobody would answer it.
TEST(Render, PlainTextSaysHowToAnswer) {
  const auto told = [](CardInput input, const std::string& hint = "", const std::string& cut = "") {
    Card card = approval_card();
    card.cut = cut;
    card.input = input;
    card.hint = hint;
    card.body = std::string(9'000, 'b');
    card.fields = {{"why", "Reason"}, {"cost", "cost"}};
    const std::string plain = text(plain_message(card, id, ""), "text");
    const std::size_t from = plain.find('\n', plain.find("bb"));
    return from == std::string::npos ? "" : plain.substr(from + 1);
  };
  const std::string note = "\nA note may follow on the next lines.", inbox = "\n<https://askd.example/asks/1>";
  const std::string labels = "\n• Approve\n• Deny";
  for (const CardInput input : {CardInput::buttons, CardInput::select})
    EXPECT_EQ(told(input), "To answer, reply in the thread with one of these:" + labels + note + inbox);
  EXPECT_EQ(told(CardInput::several),
            "To answer, reply in the thread with all of these that you pick, with commas between them:" + labels +
                note + inbox);
  EXPECT_EQ(told(CardInput::text), "To answer, reply in the thread with your text." + inbox);
  EXPECT_EQ(
      told(CardInput::fields),
      "To answer, reply in the thread with one line for each of these:\n• why: … Reason\n• cost: …" + note + inbox);
  EXPECT_EQ(told(CardInput::text, "Reply with <42>."), "Reply with &lt;42&gt;. A reply in the thread counts." + inbox);
  EXPECT_EQ(told(CardInput::text, "", "Left out: <much>."),
            "To answer, reply in the thread with your text.\nLeft out: &lt;much&gt;." + inbox);
  EXPECT_EQ(told(CardInput::none), "<https://askd.example/asks/1>") << "what has ended asks for nothing";
}

TEST(Render, WordsNameTheirAuthor) {
  const Json message = words_message({"Ana", "the **cost** is $12", ""}, id);
  EXPECT_EQ(text(message, "text"), "Ana: the cost is $12");
  EXPECT_EQ(text(list(list(message, "blocks")[0], "elements")[0], "text"), "*Ana*");
  EXPECT_EQ(text(part(list(message, "blocks")[1], "text"), "text"), "the *cost* is $12");
  EXPECT_EQ(list(words_message({"", "Too late.", "U0ANA"}, id), "blocks").size(), 1U);
}

}  // namespace
}  // namespace askd::adapters::slack

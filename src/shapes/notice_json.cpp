#include "shapes/notice_json.hpp"

#include "askd/markdown.hpp"
#include "core/describe.hpp"
#include "shapes/delivery_json.hpp"
#include "shapes/fields.hpp"
#include "shapes/member.hpp"
#include "shapes/question_json.hpp"

#include <array>
#include <utility>

namespace askd::shapes {
namespace {

using json::Reader;

bool is_web_address(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://") || url.starts_with("mailto:");
}

Link read_link(const Reader& reader, const Json& json) {
  constexpr std::array<std::string_view, 2> known{"label", "url"};
  Link link;
  if (!only_members(reader, json, known)) return link;
  for (const std::string_view name : known)
    if (!json.contains(name)) json::detail::missing_member(reader, name);
  if (const Json* label = member_of(json, "label"))
    link.label = read_text(reader.member("label"), *label, {.min = 1, .max = link_label_max}).value_or("");
  if (const Json* url = member_of(json, "url")) {
    link.url = read_text(reader.member("url"), *url, {.min = 1, .max = link_url_max}).value_or("");
    if (!link.url.empty() && !is_web_address(link.url))
      reader.member("url").problem("must begin with https://, http:// or mailto:");
  }
  return link;
}

std::vector<Link> read_links(const Reader& reader, const Json& json) {
  std::vector<Link> links;
  if (!json::detail::expect_array(reader, json)) return links;
  if (json.size() > notice_links_max) {
    reader.problem("must have at most " + std::to_string(notice_links_max) + " links");
    return links;
  }
  for (std::size_t i = 0; i < json.size(); ++i) links.push_back(read_link(reader.element(i), json[i]));
  return links;
}

void read_members(const Reader& reader, const Json& body, NoticeRequest& request) {
  core::Notice& notice = request.notice;
  if (const Json* title = member_of(body, "title"))
    notice.title = read_text(reader.member("title"), *title, {.max = title_max}).value_or("");
  if (const auto text = body.find("body"); text == body.end())
    json::detail::missing_member(reader, "body");
  else
    notice.body.text = read_text(reader.member("body"), *text, {.min = 1, .max = body_max, .lines = true}).value_or("");
  if (const Json* to = member_of(body, "to")) notice.to = read_names(reader.member("to"), *to, "#@");
  if (const Json* severity = member_of(body, "severity"))
    json::read_value(reader.member("severity"), *severity, notice.severity);
  if (const Json* links = member_of(body, "links")) notice.links = read_links(reader.member("links"), *links);
  if (const Json* conversation = member_of(body, "conversation")) {
    ConversationId id;
    json::detail::read_id(reader.member("conversation"), *conversation, id);
    request.conversation = id;
  }
}

}  // namespace

Result<NoticeRequest> read_notice(const Json& body) {
  constexpr std::array<std::string_view, 6> known{"title", "body", "to", "severity", "conversation", "links"};
  std::vector<Problem> problems;
  const Reader reader(problems);
  NoticeRequest request;
  if (only_members(reader, body, known)) read_members(reader, body, request);
  if (!problems.empty()) return json::error_of(std::move(problems));
  return request;
}

void write_notice(json::Writer& writer, const engine::NoticeView& view, bool html) {
  const core::Notice& notice = view.notice;
  writer.begin_object();
  write_member(writer, "id", notice.id);
  write_member(writer, "title", notice.title);
  write_member(writer, "body", notice.body.text);
  if (html) write_member(writer, "body_html", markdown_to_html(notice.body.text));
  write_member(writer, "severity", notice.severity);
  write_member(writer, "to", notice.to);
  write_member(writer, "links", notice.links);
  writer.key("agent");
  write_agent(writer, notice.agent, notice.agent_name);
  write_member(writer, "team", notice.team);
  write_member(writer, "conversation", notice.conversation);
  write_member(writer, "created_at", notice.created);
  write_member(writer, "reach", reach_of(view.deliveries));
  writer.key("deliveries");
  write_deliveries(writer, view.deliveries, false);
  writer.end_object();
}

std::string notice_text(const engine::NoticeView& view, bool html) {
  std::string text;
  json::Writer writer(text);
  write_notice(writer, view, html);
  return text;
}

std::string notices_text(const engine::Page<engine::NoticeView>& page, bool for_people) {
  std::string text = R"({"notices":[)";
  for (std::size_t i = 0; i < page.items.size(); ++i)
    text += (i > 0 ? "," : "") + notice_text(page.items[i], for_people);
  text += ']';
  if (!page.next.empty()) text += R"(,"next":")" + page.next + '"';
  return text + '}';
}

}  // namespace askd::shapes

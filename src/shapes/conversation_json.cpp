#include "shapes/conversation_json.hpp"

#include "shapes/cursor.hpp"
#include "shapes/member.hpp"
#include "shapes/notice_json.hpp"

namespace askd::shapes {

std::string conversation_text(const core::Conversation& conversation, std::string_view agent_name,
                              const std::vector<engine::AskView>& asks, const std::vector<engine::NoticeView>& notices,
                              const std::function<AskOptions(const core::Ask&)>& options_for) {
  std::string text;
  json::Writer writer(text);
  bool html = false;
  writer.begin_object();
  write_member(writer, "id", conversation.id);
  writer.key("agent");
  write_agent(writer, conversation.agent, agent_name);
  write_member(writer, "team", conversation.team);
  write_member(writer, "activity", cursor_text(conversation.activity));
  writer.key("asks");
  writer.begin_array();
  for (const engine::AskView& view : asks) {
    const AskOptions options = options_for(view.ask);
    html = html || options.html;
    write_ask(writer, view, options);
  }
  writer.end_array();
  writer.key("notices");
  writer.begin_array();
  for (const engine::NoticeView& view : notices) write_notice(writer, view, html);
  writer.end_array();
  writer.end_object();
  return text;
}

}  // namespace askd::shapes

// Notices, both ways.
#pragma once

#include "base/json.hpp"
#include "core/notices/notice.hpp"
#include "engine/service.hpp"

#include "askd/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace askd::shapes {

inline constexpr std::size_t notice_links_max = 10;
inline constexpr std::size_t link_label_max = 75;
inline constexpr std::size_t link_url_max = 2'000;

struct NoticeRequest {
  core::Notice notice = {};  // title, body, severity, to and links
  std::optional<ConversationId> conversation = {};
};
// Fault::invalid with every problem.
Result<NoticeRequest> read_notice(const Json& body);

// One object: id, title, body, severity, to, links, agent, team, conversation, created_at, reach, deliveries; with
// `html` also body_html.
void write_notice(json::Writer& writer, const engine::NoticeView& view, bool html = false);
std::string notice_text(const engine::NoticeView& view, bool html = false);

// {"notices":[…],"next"?}
std::string notices_text(const engine::Page<engine::NoticeView>& page, bool for_people = false);

}  // namespace askd::shapes

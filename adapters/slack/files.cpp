#include "files.hpp"

#include "letters.hpp"

#include <utility>

namespace askd::adapters::slack {
namespace {

constexpr std::size_t title_max = 200;
constexpr std::size_t answer_max = std::size_t{64} << 10;

}  // namespace

std::string Files::name_for(const DeliveryId& id) { return "askd-" + id.text() + ".md"; }

// It comes right after its message, so the first page of what was said since then has it.
Async<Result<bool>> Files::is_attached(Host& host, Anchor anchor, DeliveryId id) {
  Arguments arguments = {
      {"channel", anchor.channel}, {"ts", anchor.root}, {"oldest", anchor.ts}, {"inclusive", "true"}, {"limit", "200"}};
  auto answer = co_await api_.read(host, "conversations.replies", std::move(arguments));
  if (!answer) co_return answer.error();
  const std::string name = name_for(id);
  for (const Json& message : list(answer->json, "messages"))
    for (const Json& file : list(message, "files"))
      if (text(file, "name") == name) co_return true;
  co_return false;
}

// In three steps, as files.upload is gone: where to, the bytes, and what they are for.
Async<Result<>> Files::attach(Host& host, Anchor anchor, DeliveryId id, std::string title, std::string whole) {
  Arguments arguments = {{"filename", name_for(id)}, {"length", std::to_string(whole.size())}};
  auto place = co_await api_.read(host, "files.getUploadURLExternal", std::move(arguments));
  if (!place) co_return place.error();
  Request upload;
  upload.method = "POST";
  upload.url = text(place->json, "upload_url");
  upload.headers = {{"Content-Type", "application/octet-stream"}};
  upload.body = std::move(whole);
  upload.timeout = WebApi::patience;
  upload.response_max = answer_max;
  auto taken = co_await host.send(std::move(upload));
  if (!taken) co_return taken.error();
  if (taken->status != 200)
    co_return Error{Fault::unavailable, "Slack answered " + std::to_string(taken->status) + " to a file.", {}};
  Json body = {{"files", Json::array({{{"id", text(place->json, "file_id")}, {"title", clip(title, title_max)}}})},
               {"channel_id", anchor.channel},
               {"thread_ts", anchor.root}};
  auto shared = co_await api_.write(host, "files.completeUploadExternal", std::move(body));
  if (!shared) co_return shared.error();
  co_return Result<>();
}

}  // namespace askd::adapters::slack

#include "api/verbs.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace askd::api {

namespace parameters {
const Parameter wait{
    "wait", Parameter::In::query, R"({"type":"string","pattern":"^([0-9]{1,6}|[0-9]{1,5}s|[0-9]{1,3}m)$"})",
    "How long to wait for the end, as 30s, 2m or a number of seconds; longer than the server allows (10 minutes, "
    "unless its operator says otherwise) is cut to that."};
const Parameter prefer{"Prefer", Parameter::In::header, R"({"type":"string"})",
                       "wait=30 waits that many seconds for the end (RFC 7240)."};
const Parameter idempotency{
    "Idempotency-Key", Parameter::In::header,
    R"({"type":"string","maxLength":255,"pattern":"^([!#-~]([ -~]*[!-~])?|\"([ !#-\\[\\]-~]|\\\\[\"\\\\])+\")$"})",
    "Makes a retry return what the first request made. Quoted or bare; the same key with another body is refused."};
const Parameter limit{"limit", Parameter::In::query, R"({"type":"integer","minimum":1,"maximum":200,"default":50})",
                      "How many entries a page holds at most."};
const Parameter cursor{"cursor", Parameter::In::query,
                       R"({"type":"string","pattern":"^ask_[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$"})",
                       "Where the page starts: the `next` of the page before."};
}  // namespace parameters

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = [] {
    std::vector<Verb> list;
    for (auto part : {ask_verbs, reading_verbs, message_verbs, notice_verbs, plain_verbs, event_verbs, self_verbs,
                      audit_verbs, bootstrap_verbs, channel_verbs, registration_verbs, agent_verbs, webhook_verbs}) {
      std::vector<Verb> more = part();
      list.insert(list.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    return list;
  }();
  return all;
}

const Verb& verb_named(std::string_view name) {
  const auto found = std::find_if(verbs().begin(), verbs().end(), [&](const Verb& verb) { return verb.name == name; });
  CHECK(found != verbs().end(), "There is no verb of that name.");
  return *found;
}

}  // namespace askd::api

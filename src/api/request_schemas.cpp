#include "api/schemas.hpp"

#include <array>

namespace askd::api {
namespace {

constexpr std::array<NamedSchema, 23> request_list{{
    // These say nothing of types, so that they go with null as well.
    {"Line", R"({"pattern":"^[^\u0000-\u001f\u007f-\u009f]*$"})"},
    {"FilledLine", R"({"description":"One line that isn't blank.",
"pattern":"^[^\u0000-\u001f\u007f-\u009f]*[^\\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f]*$"})"},
    {"FilledText", R"({"description":"A text that isn't blank.","pattern":"^[^\u0000]*[^\\s\u0000][^\u0000]*$"})"},
    {"Duration", R"({"type":"string","minLength":2,"maxLength":40,
"pattern":"^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$","examples":["90s","15m","2h","3d"]})"},
    {"Targets", R"({"type":["array","null"],"maxItems":20,"items":{"type":"string","minLength":2,"maxLength":128,
"pattern":
"^[#@][^\\s\u0000-\u001f\u007f-\u009f]([^\u0000-\u001f\u007f-\u009f]*[^\\s\u0000-\u001f\u007f-\u009f])?$"},
"description":"Channels (#research), people and groups (@ana).","examples":[["#research"]]})"},
    {"Option", R"({"type":"object","additionalProperties":false,"required":["value"],
"properties":{"value":{"type":"string","minLength":1,"maxLength":64,"$ref":"#/components/schemas/FilledLine"},
"label":{"type":["string","null"],"minLength":1,"maxLength":75,"$ref":"#/components/schemas/FilledLine",
"description":"What people see; the value unless it is given."},"style":{"enum":["default","primary","danger",
null]}}})"},
    {"NewForm", R"({"oneOf":[{"type":"object","additionalProperties":false,"required":["kind"],
"properties":{"kind":{"const":"approval"},"note":{"type":["boolean","null"],"default":true}}},{"type":"object",
"additionalProperties":false,"required":["kind","options"],"properties":{"kind":{"const":"choice"},
"options":{"type":"array","minItems":2,"maxItems":25,"items":{"$ref":"#/components/schemas/Option"}},
"multiple":{"type":["boolean","null"],"default":false},"note":{"type":["boolean","null"],"default":true}}},
{"type":"object","additionalProperties":false,"required":["kind"],"properties":{"kind":{"const":"text"},
"multiline":{"type":["boolean","null"],"default":false},"max_length":{"type":["integer","null"],"minimum":1,
"maximum":20000,"default":10000},"placeholder":{"anyOf":[{"type":"null"},{"allOf":[{
"$ref":"#/components/schemas/Line"},{"maxLength":150}]}]}}},{"type":"object","additionalProperties":false,
"required":["kind","schema"],"properties":{"kind":{"const":"fields"},"schema":{"type":"object","description":
"A flat JSON Schema object, as in MCP's elicitation: strings, numbers, integers, booleans, enums.",
"required":["type","properties"],"properties":{"type":{"const":"object"},"properties":{"type":"object",
"minProperties":1,"maxProperties":50}}},"note":{"type":["boolean","null"],"default":false}}},{"type":"null"}]})"},
    {"Context", R"({"type":["object","null"],"maxProperties":30,"description":"A flat map that is shown as fields.",
"propertyNames":{"minLength":1,"maxLength":64,"$ref":"#/components/schemas/FilledLine"},
"additionalProperties":{"anyOf":[{"type":"string","maxLength":2000,"pattern":"^[^\u0000]*$"},{"type":"number"},
{"type":"boolean"}]}})"},
    {"Labels", R"({"type":["object","null"],"maxProperties":20,"description":"For finding asks again.",
"propertyNames":{"minLength":1,"maxLength":64,"$ref":"#/components/schemas/FilledLine"},
"additionalProperties":{"type":"string","maxLength":128,"$ref":"#/components/schemas/Line"}})"},
    {"NewAsk", R"({"type":"object","additionalProperties":false,"required":["title"],
"properties":{"title":{"type":"string","minLength":1,"maxLength":150,"$ref":"#/components/schemas/FilledLine"},
"body":{"type":["string","null"],"maxLength":20000,"pattern":"^[^\u0000]*$","description":"Markdown."},
"form":{"$ref":"#/components/schemas/NewForm"},"to":{"$ref":"#/components/schemas/Targets"},
"approvers":{"type":["array","null"],"maxItems":20,"items":{"type":"string","minLength":2,"maxLength":128,"pattern":
"^@[^\\s\u0000-\u001f\u007f-\u009f]([^\u0000-\u001f\u007f-\u009f]*[^\\s\u0000-\u001f\u007f-\u009f])?$"},
"description":"The only people who may answer."},"required":{"type":["integer","null"],"minimum":1,"maximum":100,
"default":1,"description":"How many distinct people must agree."},"urgency":{"enum":["low","normal","high",
"critical",null],"default":"normal"},"expires_in":{"anyOf":[{"$ref":"#/components/schemas/Duration"},{"type":"null"}],
"description":"From 1s to 365d; without it the ask stays open."},"default":{"type":["object","null"],
"additionalProperties":false,"required":["value"],"properties":{"value":{"$ref":"#/components/schemas/Value",
"minLength":1,"minItems":1}},"description":"The answer when the ask expires. An approval's can only be deny."},
"context":{"$ref":"#/components/schemas/Context"},"labels":{"$ref":"#/components/schemas/Labels"},
"conversation":{"type":["string","null"],"pattern":"^cnv_[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$",
"description":"One of your own conversations; a new one unless it is given."},"wait":{"type":["string","integer",
"null"],"minimum":0,"pattern":"^([0-9]{1,6}|[0-9]{1,5}s|[0-9]{1,3}m)$",
"description":"As ?wait=, for clients that can't set it there."}}})"},
    {"Cancel", R"({"type":"object","additionalProperties":false,"properties":{"reason":{"type":["string","null"],
"maxLength":500,"pattern":"^[^\u0000]*$"}}})"},
    {"NewMessage", R"({"type":"object","additionalProperties":false,"required":["content"],
"properties":{"content":{"type":"string","minLength":1,"maxLength":20000,"$ref":"#/components/schemas/FilledText",
"description":"Markdown."}}})"},
    {"NewNotice", R"({"type":"object","additionalProperties":false,"required":["body"],
"properties":{"title":{"type":["string","null"],"maxLength":150,"$ref":"#/components/schemas/Line"},
"body":{"type":"string","minLength":1,"maxLength":20000,"$ref":"#/components/schemas/FilledText",
"description":"Markdown."},"to":{"$ref":"#/components/schemas/Targets"},"severity":{"enum":["info","success",
"warning","error",null],"default":"info"},"conversation":{"type":["string","null"],
"pattern":"^cnv_[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$"},"links":{"type":["array","null"],"maxItems":10,
"items":{"type":"object","additionalProperties":false,"required":["label","url"],
"properties":{"label":{"type":"string","minLength":1,"maxLength":75,"$ref":"#/components/schemas/FilledLine"},
"url":{"type":"string","maxLength":2000,"pattern":"^(https?://|mailto:)[^\\s\u0000-\u001f\u007f-\u009f]+$"}}}}}})"},
    {"Cursor", R"({"type":"object","additionalProperties":false,"required":["cursor"],
"properties":{"cursor":{"type":"string","pattern":"^[0-9a-f]{16}$"}}})"},
    {"NewChannel", R"({"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{
"type":"string","minLength":1,"maxLength":65,"pattern":"^#?[A-Za-z0-9][A-Za-z0-9._-]*$"},"tags":{"type":["array",
"null"],"maxItems":20,"items":{"$ref":"#/components/schemas/Tag"}},"description":{"type":["string","null"],
"maxLength":1000,"pattern":"^[^\u0000]*$"}}})"},
    {"Tag", R"({"type":"string","minLength":1,"maxLength":64,"pattern":"^[A-Za-z0-9][A-Za-z0-9._-]*$"})"},
    {"ChannelChange", R"({"type":"object","additionalProperties":false,"properties":{"tags":{"type":["array","null"],
"maxItems":20,"items":{"$ref":"#/components/schemas/Tag"}},"description":{"type":["string","null"],"maxLength":1000,
"pattern":"^[^\u0000]*$"},"answers":{"description":"For people alone.","anyOf":[{"enum":["members","anyone",null]},{
"type":"array","maxItems":20,"items":{"type":"string","pattern":"^@"}}]}}})"},
    {"NewMember", R"({"type":"object","additionalProperties":false,"minProperties":1,"maxProperties":1,"properties":{
"agent":{"type":"string","minLength":1,"maxLength":254,"$ref":"#/components/schemas/FilledLine"},"person":{
"type":"string","minLength":1,"maxLength":254,"$ref":"#/components/schemas/FilledLine"}}})"},
    {"NewAgent", R"({"type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{
"type":"string","minLength":1,"maxLength":64,"$ref":"#/components/schemas/FilledLine"},"description":{
"type":["string","null"],"maxLength":1000},"capabilities":{"type":["array","null"],"items":{"enum":["read_channels",
"post_messages","ask_humans","create_channels","invite_humans","authorize_spend","read_audit","manage_agents"]},
"description":"All that the class allows, where it is left out."},"requested_channels":{"type":["array","null"],
"maxItems":200,"items":{"type":"string","minLength":1,"maxLength":65}}}})"},
    {"Rotation", R"({"type":"object","additionalProperties":false,"properties":{"overlap":{"anyOf":[{
"$ref":"#/components/schemas/Duration"},{"type":"null"}],"default":"1h","description":"At most 30d; 0s is none."}}})"},
    {"Redrive", R"({"type":"object","additionalProperties":false,"properties":{"after":{"type":["string","null"],
"pattern":"^[0-9a-f]{16}$"}}})"},
    {"NewWebhook", R"({"type":"object","additionalProperties":false,"required":["url"],"properties":{"url":{
"type":"string","minLength":1,"maxLength":2000,"pattern":"^https?://"}}})"},
    {"Bootstrap", R"({"type":"object","additionalProperties":false,"required":["owner_email","owner_password",
"agent_name"],"properties":{"owner_email":{"type":"string","minLength":3,"maxLength":254,
"pattern":"^[^@\\s\u0000-\u001f\u007f-\u009f]+@[^\\s\u0000-\u001f\u007f-\u009f]+$"},
"owner_password":{"$ref":"#/components/schemas/FilledLine","type":"string","minLength":8,"maxLength":1000},
"agent_name":{"$ref":"#/components/schemas/FilledLine","type":"string","minLength":1,"maxLength":64},
"agent_description":{"type":["string","null"],"maxLength":1000}}})"},
}};

}  // namespace

std::span<const NamedSchema> request_schemas() { return request_list; }

}  // namespace askd::api

// The OpenAPI document says what the verb table says, and its schemas what the code says.
#include "api/openapi.hpp"
#include "api/rig.hpp"
#include "api/schemas.hpp"
#include "api/verbs.hpp"
#include "shapes/notice_json.hpp"
#include "shapes/question_json.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace askd::api {
namespace {

Json document() {
  return Json::parse(openapi_text({.public_url = "http://ask.test", .version = "0.1"}), nullptr, false);
}

// Every "$ref" in the document.
void collect_references(const Json& json, std::set<std::string>& references) {
  if (json.is_object() && json.contains("$ref")) references.insert(json["$ref"].get<std::string>());
  if (json.is_structured())
    for (const Json& part : json) collect_references(part, references);
}

TEST(OpenApi, HasEveryVerbAndEveryReference) {
  const Json api = document();
  ASSERT_TRUE(api.is_object());
  EXPECT_EQ(api["openapi"], "3.1.1");
  std::set<std::string> names;
  for (const Verb& verb : verbs()) {
    EXPECT_TRUE(names.insert(std::string(verb.name)).second) << verb.name;
    std::string method(verb.method);
    for (char& c : method) c = static_cast<char>(c | 0x20);
    ASSERT_TRUE(api["paths"].contains(std::string(verb.path))) << verb.path;
    const Json& operation = api["paths"][std::string(verb.path)][method];
    EXPECT_EQ(operation["operationId"], verb.name);
    EXPECT_EQ(operation.contains("requestBody"), verb.body.has_value());
    for (const ReplyShape& reply : verb.replies)
      EXPECT_TRUE(operation["responses"].contains(std::to_string(reply.status))) << verb.name;
  }
  std::set<std::string> references;
  collect_references(api, references);
  for (const std::string& reference : references)
    EXPECT_TRUE(api.contains(Json::json_pointer(reference.substr(1)))) << reference;
}

TEST(OpenApi, SchemasSayWhatTheCodeSays) {
  const Json schemas = document()["components"]["schemas"];
  const Json& ask = schemas["NewAsk"]["properties"];
  EXPECT_EQ(ask["title"]["maxLength"], shapes::title_max);
  EXPECT_EQ(ask["body"]["maxLength"], shapes::body_max);
  EXPECT_EQ(ask["required"]["maximum"], shapes::required_max);
  EXPECT_EQ(schemas["Context"]["maxProperties"], shapes::context_entries_max);
  EXPECT_EQ(schemas["Context"]["additionalProperties"]["anyOf"][0]["maxLength"], shapes::context_value_max);
  EXPECT_EQ(schemas["Labels"]["maxProperties"], shapes::labels_max);
  EXPECT_EQ(schemas["Option"]["properties"]["value"]["maxLength"], shapes::option_value_max);
  EXPECT_EQ(schemas["Option"]["properties"]["label"]["maxLength"], shapes::option_label_max);
  EXPECT_EQ(schemas["NewNotice"]["properties"]["links"]["maxItems"], shapes::notice_links_max);
}

TEST(OpenApi, ExamplesAreTaken) {
  for (const Verb& verb : verbs()) {
    if (!verb.body || verb.body->schema != "NewAsk") continue;
    const auto example = json::parse(verb.body->example);
    ASSERT_TRUE(example) << verb.name;
    EXPECT_TRUE(shapes::read_ask(*example)) << verb.name;
  }
}

TEST(OpenApi, IsServedToAnyone) {
  Askd askd;
  const Reply reply = askd.call_as("", "GET", "/api/v1/openapi.json");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.json()["info"]["title"], "askd");
}

}  // namespace
}  // namespace askd::api

// What askctl makes of a server's answer: any JSON becomes a known exit code, and only a plain approval opens the gate.
#include "askctl/exits.hpp"
#include "askctl/outcome.hpp"
#include "base/check.hpp"
#include "base/json.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace askd;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto body = json::parse(text);
  if (!body) return 0;
  const askctl::Outcome outcome = askctl::outcome_of(*body);
  CHECK(outcome.exit >= 0 && outcome.exit <= 6 && outcome.exit != askctl::exits::usage);
  CHECK(outcome.exit == 0 || !outcome.message.empty() || outcome.exit == askctl::exits::denied,
        "An exit that isn't 0 says nothing.");
  if (outcome.exit != 0) return 0;
  CHECK(body->is_object() && (*body)["state"] == "answered", "An ask that has no answer opens the gate.");
  const Json form = body->value("form", Json());
  if (!form.is_object() || form.value("kind", Json()) != "approval") return 0;
  CHECK((*body)["answer"]["value"] == "approve", "What isn't an approval opens the gate.");
  return 0;
}

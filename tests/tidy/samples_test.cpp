// The referee's own exam: small projects that break one rule each, beside what must pass.
#include "rules.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace askd::tidy {
namespace {

using Texts = std::map<std::string, std::string>;

// "path:line path:line …" of what a rule found.
std::string places(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += (text.empty() ? "" : " ") + finding.path + ":" + std::to_string(finding.line);
  }
  return text;
}

std::string found(Findings (*rule)(const Tree&), const Texts& texts) { return places(rule(Tree(texts))); }

std::string include(const std::string& what) { return "#include \"" + what + "\"\n"; }

std::string repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Blank, KeepsLinesAndDropsCommentsAndLiterals) {
  EXPECT_EQ(blank("a; // b\nc"), "a;     \nc");
  EXPECT_EQ(blank("a /* b\n c */ d"), "a     \n      d");
  EXPECT_EQ(blank("f(\"x\\\"{\");"), "f(\"    \");");
  EXPECT_EQ(blank("1'000'000 + '{'"), "1'000'000 + ' '");
  EXPECT_EQ(blank("R\"(a\n{)\";x"), "R   \n  \";x");
}

TEST(FindWord, LooksAtBothSides) {
  EXPECT_EQ(find_word("operand rand()", "rand"), 8U);
  EXPECT_EQ(find_word("brand", "rand"), std::string_view::npos);
  EXPECT_EQ(find_word("Clock::now()", "::now("), 5U);
}

TEST(Floors, RefusesUpAndSideways) {
  EXPECT_EQ(found(floors, {{"src/base/a.cpp", include("core/core.hpp")}}), "src/base/a.cpp:1");
  EXPECT_EQ(found(floors, {{"src/store/a.cpp", "\n" + include("net/server.hpp")}}), "src/store/a.cpp:2");
  EXPECT_EQ(found(floors, {{"src/api/a.cpp", include("inbox/pages.hpp")}}), "src/api/a.cpp:1");
  EXPECT_EQ(found(floors, {{"include/askd/a.hpp", include("base/json.hpp")}}), "include/askd/a.hpp:1");
  EXPECT_EQ(found(floors, {{"src/engine/a.cpp", include("askd.hpp")}}), "src/engine/a.cpp:1");
}

TEST(Floors, LetsDownwardsPass) {
  EXPECT_EQ(
      found(floors, {{"src/api/a.cpp", include("shapes/a.hpp") + include("core/core.hpp") + include("askd/id.hpp")},
                     {"src/askd.cpp", include("config/a.hpp") + include("api/a.hpp")},
                     {"src/inbox/a.cpp", include("web/files.hpp")},
                     {"tests/sim/a.cpp", include("engine/engine.hpp")}}),
      "");
}

TEST(Floors, KeepsAdaptersToThemselves) {
  const Texts project = {{"adapters/x/x.cpp", include("askd/adapter.hpp") + include("render.hpp")},
                         {"adapters/x/render.hpp", ""},
                         {"adapters/y/y.cpp", include("../x/render.hpp") + include("base/json.hpp")}};
  EXPECT_EQ(found(floors, project), "adapters/y/y.cpp:1 adapters/y/y.cpp:2");
}

TEST(Floors, LetAnAdaptersTestsRunTheSuite) {
  const std::string suite = include("adapter_suite.hpp");
  EXPECT_EQ(found(floors, {{"adapters/x/contract_test.cpp", suite}}), "");
  EXPECT_EQ(found(floors, {{"adapters/x/x.cpp", suite}, {"adapters/x/rig.hpp", suite}}),
            "adapters/x/rig.hpp:1 adapters/x/x.cpp:1");
  EXPECT_EQ(found(floors, {{"adapters/x/contract_test.cpp", include("adapter_suite/stage.hpp")}}),
            "adapters/x/contract_test.cpp:1");
}

TEST(Nouns, CallToTheRight) {
  EXPECT_EQ(found(nouns, {{"src/core/asks/a.cpp", include("core/deliveries/deliveries.hpp")}}), "");
  EXPECT_EQ(found(nouns, {{"src/core/deliveries/a.cpp", include("core/asks/asks.hpp")}}),
            "src/core/deliveries/a.cpp:1");
  EXPECT_EQ(found(nouns, {{"src/core/people/a.cpp", include("core/asks/asks.hpp")}}), "src/core/people/a.cpp:1");
  EXPECT_EQ(found(nouns, {{"src/core/cards/a.cpp", include("core/asks/ask.hpp")}}), "");
}

TEST(Nouns, LeavesDoNotCallInCircles) {
  EXPECT_EQ(found(nouns, {{"src/core/agents/a.cpp", include("core/people/people.hpp")},
                          {"src/core/people/a.cpp", include("core/agents/agents.hpp")}}),
            "src/core/agents/a.cpp:1 src/core/people/a.cpp:1");
  EXPECT_EQ(found(nouns, {{"src/core/agents/a.cpp", include("core/people/people.hpp")},
                          {"src/core/people/a.cpp", include("core/agents/agent.hpp")}}),
            "");
}

TEST(PureCore, FindsWhatIsReachedThroughOthers) {
  const Texts project = {{"src/core/a.cpp", include("base/json.hpp")},
                         {"src/base/json.hpp", "#include <nlohmann/json.hpp>\n"}};
  const Findings findings = pure_core(Tree(project));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].what.find("base/json.hpp → nlohmann/json.hpp"), std::string::npos) << findings[0].what;
  EXPECT_EQ(found(pure_core, {{"src/core/a.cpp", "#include <thread>\n"}}), "src/core/a.cpp:0");
  EXPECT_EQ(found(pure_core, {{"src/core/a.cpp", "#include <chrono>\n#include <map>\n"}}), "");
}

TEST(Beast, BelongsToNet) {
  const std::string beast = "#include <boost/beast/http.hpp>\n";
  EXPECT_EQ(found(beast_in_net_only, {{"src/net/a.cpp", beast}, {"bench/a.cpp", beast}}), "");
  EXPECT_EQ(found(beast_in_net_only, {{"src/api/a.cpp", beast}}), "src/api/a.cpp:1");
}

TEST(Repeatable, BansChanceAndClocksFromDecisions) {
  for (const std::string bad : {"std::unordered_map<int, int> m;", "double x;", "auto t = Clock::now();", "rand();",
                                "std::mutex m;", "asio::io_context io;", "getenv(name);"}) {
    EXPECT_EQ(found(decisions_are_repeatable, {{"src/core/a.cpp", bad}}), "src/core/a.cpp:1") << bad;
    EXPECT_EQ(found(decisions_are_repeatable, {{"src/engine/engine.hpp", bad}}), "src/engine/engine.hpp:1") << bad;
    EXPECT_EQ(found(decisions_are_repeatable, {{"src/engine/pump.cpp", bad}}), "") << bad;
  }
  EXPECT_EQ(found(decisions_are_repeatable, {{"src/core/a.cpp", "int operand; // a double of rand()"}}), "");
}

TEST(Platforms, AreNamedInAdaptersOnly) {
  const std::string name = "Zu" + std::string("lip");
  EXPECT_EQ(found(platforms_stay_in_adapters, {{"src/core/a.cpp", "// as " + name + " does\n"}}), "src/core/a.cpp:1");
  EXPECT_EQ(found(platforms_stay_in_adapters, {{"adapters/z/z.cpp", name}, {"README.md", name}}), "");
}

TEST(LeftOver, FindsMarks) {
  EXPECT_EQ(found(nothing_left_over, {{"web/src/a.ts", "// TO" + std::string("DO: later")}}), "web/src/a.ts:1");
  EXPECT_EQ(found(nothing_left_over, {{"scripts/a", "mktemp -d XXXXXX"}}), "");
}

TEST(Addresses, AreLeftToTheMachine) {
  const std::string scheme = "https:" + std::string("//");
  EXPECT_EQ(found(no_download_addresses, {{"scripts/a", "curl " + scheme + "example.org/node.tar" + ".gz"}}),
            "scripts/a:1");
  EXPECT_EQ(found(no_download_addresses, {{"web/.npmrc", "registry=" + scheme + "registry.npm" + "js.org"}}),
            "web/.npmrc:1");
  EXPECT_EQ(found(no_download_addresses, {{"README.md", "see " + scheme + "example.org/docs"}}), "");
}

TEST(Lengths, OfFiles) {
  EXPECT_EQ(found(file_lengths, {{"src/a.cpp", repeat("\n", 400)}, {"src/a_test.cpp", repeat("\n", 600)}}), "");
  EXPECT_EQ(found(file_lengths, {{"src/a.cpp", repeat("\n", 401)}, {"web/src/a.tsx", repeat("\n", 401)}}),
            "src/a.cpp:0 web/src/a.tsx:0");
  EXPECT_EQ(found(file_lengths, {{"tests/e2e/a.py", repeat("\n", 601)}}), "tests/e2e/a.py:0");
}

TEST(Lengths, OfLinesInColumnsNotBytes) {
  EXPECT_EQ(found(line_lengths, {{"src/a.cpp", repeat("ä", 120)}}), "");
  EXPECT_EQ(found(line_lengths, {{"src/a.cpp", "\n" + repeat("x", 121)}}), "src/a.cpp:2");
}

TEST(Lengths, OfFunctions) {
  const std::string body = repeat("  x();\n", 69);
  const auto of = [](const std::string& text) { return found(function_lengths, {{"src/a.cpp", text}}); };
  EXPECT_EQ(of("void f() {\n" + repeat("  x();\n", 68) + "}\n"), "");
  EXPECT_EQ(of("namespace a {\n\nvoid f() {\n" + body + "}\n}\n"), "src/a.cpp:3");
  EXPECT_EQ(of("class A : public B {\n int n_ = 0;\n A() : n_(1) {\n" + body + "}\n};\n"), "src/a.cpp:3");
  EXPECT_EQ(of("template <class T>\nauto f(T t)\n    -> int {\n" + body + "}\n"), "src/a.cpp:1");
  EXPECT_EQ(of("TEST(A, B) {\n  const auto l = [&] {\n" + body + "  };\n}\n"), "src/a.cpp:1");
  EXPECT_EQ(of("struct A {\n" + body + "};\n"), "");
  EXPECT_EQ(of("const int table[] = {\n" + repeat("  1,\n", 100) + "};\n"), "");
}

TEST(CoAwait, TakesNames) {
  for (const std::string bad :
       {"auto r = co_await submit(Cancelled{id});", "co_await run([p] { p(); });", "co_await [p]() -> Async<> {}();",
        "co_await f({a, b});", "if (co_await f(core::asks::Opened{1})) {", "co_await f(a,\n  std::optional<int>{1});",
        "auto r = x ? co_await f() : co_await g();", "return g(Card{1}, co_await f());",
        "co_await co_spawn(ex, [&]() -> Async<> { co_return; }, use);"}) {
    EXPECT_EQ(found(co_await_takes_names, {{"src/a.cpp", "void f() {\n  " + bad + "\n}\n"}}), "src/a.cpp:2") << bad;
  }
}

TEST(CoAwait, LetsTheRestPass) {
  for (const std::string good :
       {"Card card{1};\n  co_await f(std::move(card));", "auto [a, b] = co_await f();", "auto& [a, b] = co_await f();",
        "co_await f(table[i]);", "if (co_await f()) {\n    x = Card{1};\n  }", "co_await f([](int x) { return x; });",
        "const auto job = [&]() -> Async<> { co_await f(); };", "co_await f(\"Card{[x]\");",
        "for (auto& x : co_await f()) {\n    g(Card{x});\n  }",
        "try {\n    co_await f();\n  } catch (const E& e) {\n  }", "co_return Card{1};"}) {
    EXPECT_EQ(found(co_await_takes_names, {{"src/a.cpp", "void f() {\n  " + good + "\n}\n"}}), "") << good;
  }
}

TEST(Host, HasTenFunctionsAtMost) {
  const auto host = [](int functions) {
    return "class Host {\n  virtual ~Host() = default;\n" + repeat("  virtual void f() = 0;\n", functions) + "};\n";
  };
  EXPECT_EQ(found(host_is_small, {{"include/askd/host.hpp", host(10)}}), "");
  EXPECT_EQ(found(host_is_small, {{"include/askd/host.hpp", host(11)}}), "include/askd/host.hpp:0");
  EXPECT_EQ(found(host_is_small, {{"README.md", ""}}), "include/askd/host.hpp:0");
}

TEST(Names, SayWhatThingsAre) {
  EXPECT_EQ(found(names, {{"src/base/util.hpp", ""}}), "src/base/util.hpp:0");
  EXPECT_EQ(found(names, {{"src/common/a.hpp", ""}, {"src/common/b.hpp", ""}}), "src/common:0");
  EXPECT_EQ(found(names, {{"src/core2/a.hpp", ""}, {"web/icon-512.png", ""}}), "src/core2:0");
  EXPECT_EQ(found(names, {{"src/new_store.cpp", ""}}), "src/new_store.cpp:0");
  EXPECT_EQ(found(names, {{"src/string_helpers.cpp", ""}, {"src/ring.cpp", ""}}), "src/string_helpers.cpp:0");
}

TEST(Links, LeadSomewhere) {
  const Texts project = {
      {"README.md", "[a](docs/a.md) [b](docs/) [c](#one-two)\n# One, two\n[d](docs/b.md)\n"},
      {"docs/a.md", "[up](../README.md#one-two) [net](https:" + std::string("//example.org)\n[x](#no)\n")}};
  EXPECT_EQ(found(links, project), "README.md:3 docs/a.md:2");
}

TEST(Readmes, AreThereAndBrief) {
  const Texts project = {
      {"src/README.md", repeat("x\n", 15)}, {"src/base/a.cpp", ""}, {"src/net/README.md", repeat("x\n", 16)}};
  EXPECT_EQ(found(readmes, project), "src/net/README.md:0 src/base:0");
}

TEST(Built, FindsForgottenSources) {
  const Tree tree(Texts{{"src/a.cpp", ""},
                        {"src/b.cpp", ""},
                        {"bench/c.cpp", ""},
                        {"bench/d.cpp", ""},
                        {"bench/CMakeLists.txt", "add_executable(x c.cpp)"},
                        {"tests/fuzz/e_fuzz.cpp", ""},
                        {"tests/fuzz/CMakeLists.txt", "askd_fuzz(e LINKS askd_base)"}});
  EXPECT_EQ(places(built(tree, "/p", "/p/src/a.cpp\n")), "bench/d.cpp:0 src/b.cpp:0");
}

}  // namespace
}  // namespace askd::tidy

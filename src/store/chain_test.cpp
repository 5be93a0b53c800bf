// The log as it stands on disk, and every way in which it can be damaged.
#include "store/chain.hpp"

#include <cstddef>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <boost/core/demangle.hpp>
#include <nlohmann/json.hpp>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "core/describe.hpp"
#include "store/keys.hpp"
#include "store/memory_kv.hpp"
#include "store/testing/random_value.hpp"
#include "store/testing/samples.hpp"

namespace askd::store {
namespace {

using testing::id;
using testing::instant;

// One of each way in which a fact can be written.
core::Facts sample_facts() {
  core::Person owner;
  owner.id = id<PersonId>(9);
  owner.name = "Ana";
  owner.roles = {{"default", core::Role::owner}, {"ops", core::Role::member}};
  owner.password.text = "scrypt$32768$8$1$c2FsdA$aGFzaA";
  owner.created = instant();

  core::Ask ask = testing::ask(2, "A **short** body with \xE2\x82\xAC, \"quotes\" and\na line break.");
  ask.expires = instant(60'000);
  ask.question.fallback = core::Value{std::string("deny")};

  core::Answer answer;
  answer.value = std::string("approve");
  answer.note.text = "go\tahead";
  answer.by = owner.id;
  answer.by_name = "Ana";
  answer.backend = inbox_backend;
  answer.at = instant(5'000);

  core::Answer fields;
  fields.value = std::vector<core::FieldValue>{{"cost", FormField::Type::number, "12.5"},
                                               {"regions", FormField::Type::several, "", {"eu", "us"}}};
  fields.decided_by = core::DecidedBy::default_;
  fields.at = instant(6'000);

  core::Facts facts;
  facts.emplace_back(core::people::Fact{core::people::Declared{owner}});
  facts.emplace_back(core::asks::Fact{core::asks::Opened{ask}});
  facts.emplace_back(core::asks::Fact{core::asks::Opened{testing::ask(3, std::string(300, 'x'))}});
  facts.emplace_back(core::asks::Fact{core::asks::Answered{ask.id, answer}});
  facts.emplace_back(core::asks::Fact{core::asks::Late{ask.id, fields}});
  facts.emplace_back(core::deliveries::Fact{
      core::deliveries::Sent{DeliveryId{Ulid{1, 2}}, PostRef{"chat", "room 1", "17.4"}, "https://example.org/17"}});
  return facts;
}

struct Log {
  std::shared_ptr<MemoryKv> kv = std::make_shared<MemoryKv>();
  Head head;
};

Log write_log(const core::Facts& facts) {
  Log log;
  Sealer sealer({});
  Changes changes;
  for (const core::Fact& fact : facts) {
    std::string row;
    std::vector<LongText> texts;
    sealer.seal(fact, instant(7), row, texts);
    changes.put(keys::log(sealer.head().seq), row);
    for (const LongText& text : texts) changes.put(keys::text(text.hash), text.text);
  }
  EXPECT_TRUE(log.kv->write(changes));
  log.head = sealer.head();
  return log;
}

Result<> check(const Kv& kv, const Head& head) { return verify_chain(*kv.view(), 1, head); }

std::string row_of(const Kv& kv, core::Sequence seq) { return kv.view()->get(keys::log(seq))->value(); }

void put(Kv& kv, const std::string& key, std::string_view value) {
  Changes changes;
  changes.put(key, value);
  ASSERT_TRUE(kv.write(changes));
}

std::string golden_file() { return std::string(ASKD_SOURCE_DIR) + "/src/store/testdata/log.jsonl"; }

TEST(Chain, StandsAsItDidWhenTheGoldenFileWasWritten) {
  const Log log = write_log(sample_facts());
  std::string lines;
  for (core::Sequence seq = 1; seq <= log.head.seq; ++seq) {
    const std::string row = row_of(*log.kv, seq);
    lines += line_of(*read_record(seq, row)) + "\n";
  }
  std::ifstream file(golden_file());
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(lines, golden);
}

TEST(Chain, RecordsAreCanonicalJson) {
  const Log log = write_log(sample_facts());
  for (core::Sequence seq = 1; seq <= log.head.seq; ++seq) {
    const std::string row = row_of(*log.kv, seq);
    const auto record = read_record(seq, row);
    ASSERT_TRUE(record);
    const auto parsed = json::parse(record->json);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(json::canonical(*parsed), record->json);
    auto line = json::parse(line_of(*record));
    ASSERT_TRUE(line);
    EXPECT_EQ((*line)["hash"], crypto::hex(record->hash));
    line->erase("hash");
    EXPECT_EQ(crypto::sha256(json::canonical(*line)), record->hash);
  }
}

TEST(Chain, EveryKindOfFactIsCanonicalJsonAndOneObject) {
  testing::Random random(11);
  const auto as_fact = [&]<class T>(boost::mp11::mp_identity<T>) {
    for (int i = 0; i < 20; ++i) {
      core::Fact fact;
      boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<core::Fact>>>([&](auto noun) {
        using Noun = std::variant_alternative_t<noun, core::Fact>;
        if constexpr (std::is_constructible_v<Noun, T> &&
                      boost::mp11::mp_contains<boost::mp11::mp_rename<Noun, boost::mp11::mp_list>, T>::value)
          fact = Noun{random.make<T>()};
      });
      std::string json;
      std::vector<LongText> texts;
      write_fact(json, fact, texts);
      const auto parsed = json::parse(json);
      ASSERT_TRUE(parsed) << T::kind << " " << parsed.error().message << json;
      EXPECT_EQ((*parsed)["kind"], std::string(T::kind));
      for (const LongText& text : texts) EXPECT_EQ(text.hash, crypto::sha256(text.text));
    }
  };
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, testing::FactTypes>>(as_fact);
}

TEST(Chain, AnyFlippedByteIsFound) {
  const Log log = write_log(sample_facts());
  ASSERT_TRUE(check(*log.kv, log.head));
  for (core::Sequence seq = 1; seq <= log.head.seq; ++seq) {
    const std::string good = row_of(*log.kv, seq);
    for (std::size_t i = 0; i < good.size(); ++i) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ 0x20);
      put(*log.kv, keys::log(seq), bad);
      const auto found = check(*log.kv, log.head);
      ASSERT_FALSE(found) << "byte " << i << " of record " << seq;
      EXPECT_EQ(found.error().fault, Fault::corrupt);
      EXPECT_NE(found.error().message.find("ecord " + std::to_string(seq)), std::string::npos) << found.error().message;
    }
    put(*log.kv, keys::log(seq), good);
  }
  EXPECT_TRUE(check(*log.kv, log.head));
}

TEST(Chain, AGapIsFound) {
  const Log log = write_log(sample_facts());
  for (core::Sequence seq = 1; seq <= log.head.seq; ++seq) {
    const std::string row = row_of(*log.kv, seq);
    Changes gap;
    gap.remove(keys::log(seq));
    ASSERT_TRUE(log.kv->write(gap));
    const auto found = check(*log.kv, log.head);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().message, "Record " + std::to_string(seq) + " of the log is missing.");
    put(*log.kv, keys::log(seq), row);
  }
}

TEST(Chain, ARecordThatWasMadeAnewIsFound) {
  Log log = write_log(sample_facts());
  core::Facts other = sample_facts();
  std::swap(other[1], other[2]);
  const Log changed = write_log(other);
  put(*log.kv, keys::log(2), row_of(*changed.kv, 2));  // right in itself, and linked to record 1
  auto found = check(*log.kv, log.head);
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("Record 3"), std::string::npos) << found.error().message;

  log = write_log(sample_facts());
  put(*log.kv, keys::log(6), row_of(*write_log({other.begin(), other.end()}).kv, 6));
  EXPECT_FALSE(check(*log.kv, log.head));
}

TEST(Chain, ALongerOrShorterLogThanRememberedIsFound) {
  const Log log = write_log(sample_facts());
  EXPECT_FALSE(check(*log.kv, Head{log.head.seq - 1, log.head.hash}));
  EXPECT_FALSE(check(*log.kv, Head{log.head.seq + 1, log.head.hash}));
  EXPECT_FALSE(check(*log.kv, Head{}));
  Head other = log.head;
  other.hash[31] ^= 1;
  EXPECT_FALSE(check(*log.kv, other));
  EXPECT_TRUE(verify_chain(*log.kv->view(), 4, log.head));  // the last three alone
}

TEST(Chain, LongTextsStandAsHashesAndComeBackOnReading) {
  const Log log = write_log(sample_facts());
  const auto view = log.kv->view();
  const std::string row = row_of(*log.kv, 3);
  const auto record = read_record(3, row);
  const std::string text(300, 'x');
  EXPECT_EQ(record->json.find("xxxx"), std::string_view::npos);
  EXPECT_NE(resolved_line_of(*record, *view)->find("\"body\":\"" + text + "\""), std::string::npos);
  EXPECT_EQ(row_of(*log.kv, 1).find("scrypt$"), std::string::npos);
  EXPECT_TRUE(verify_texts(*view));

  Changes erase;
  erase.remove(keys::text(crypto::sha256(text)));
  ASSERT_TRUE(log.kv->write(erase));
  EXPECT_NE(resolved_line_of(*record, *log.kv->view())->find(R"json("body":"(erased)")json"), std::string::npos);
  EXPECT_TRUE(check(*log.kv, log.head));
  EXPECT_TRUE(verify_texts(*log.kv->view()));

  put(*log.kv, keys::text(crypto::sha256(text)), std::string(299, 'x'));
  EXPECT_FALSE(verify_texts(*log.kv->view()));
  const auto changed = resolved_line_of(*record, *log.kv->view());
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().fault, Fault::corrupt);
}

TEST(Chain, ATextThatLooksLikeAHashIsLeftAlone) {
  const std::string trick = R"({"sha256":")" + std::string(64, 'a') + R"("})";
  const Log log = write_log({core::Fact{core::asks::Fact{core::asks::Opened{testing::ask(1, trick)}}}});
  const std::string row = row_of(*log.kv, 1);
  const auto record = read_record(1, row);
  EXPECT_EQ(resolved_line_of(*record, *log.kv->view()).value(), line_of(*record));
}

// What is left out of a fact when it is empty must be empty by default, or reading it back would change it.
TEST(Chain, MembersThatAreLeftOutAreEmptyByDefault) {
  const auto check_type = [&]<class T>(boost::mp11::mp_identity<T>) {
    const T fresh{};
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) {
      const auto& value = fresh.*member.pointer;
      using Member = std::remove_cvref_t<decltype(value)>;
      if constexpr (
          requires { value.empty(); } || requires { value.has_value(); } || std::is_same_v<Member, Instant>) {
        EXPECT_TRUE(value == Member{}) << boost::core::demangle(typeid(T).name()) << "::" << member.name;
      }
    });
  };
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, testing::RowTypes>>(check_type);
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, testing::FactTypes>>(check_type);
}

}  // namespace
}  // namespace askd::store

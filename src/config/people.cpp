#include "config/meant.hpp"
#include "config/naming.hpp"
#include "config/team.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace askd::config {
namespace {

// In `prefer` and in the order of the keys it stands for every backend that reaches people by their address.
constexpr std::string_view email_key = "email";

using Identities = std::vector<core::Identity>;

bool has(const Identities& identities, const std::string& backend) {
  return std::any_of(identities.begin(), identities.end(),
                     [&](const core::Identity& one) { return one.backend == backend; });
}

// Those that a word of `prefer` or a key of the person names.
Identities called(const std::string& word, const Identities& written, const core::RosterPerson& person,
                  const Named& named) {
  Identities out;
  for (const core::Identity& one : written)
    if (one.backend == word) out.push_back(one);
  if (word == email_key && !person.email.empty())
    for (const Backend& backend : named.backends)
      if (backend.type != nullptr && backend.type->by_email && !has(written, backend.name))
        out.push_back({backend.name, person.email});
  return out;
}

void read_identities(Section& is, Identities& written, const Named& named) {
  const Key placeholder{.name = "BACKEND",
                        .help =
                            "Who the person is there, in the platform's own form. The first one in the file is "
                            "asked first, and the inbox always.",
                        .example = "U024BE7LH"};
  std::vector<std::string> known = named.backend_names();
  for (const char* word : {"name", "email", "zone", "role", "prefer"}) known.emplace_back(word);
  for (const std::string& key : is.names(placeholder)) {
    std::string id;
    is(id, {.name = key, .help = placeholder.help, .required = true, .example = placeholder.example});
    if (key == inbox_backend)
      is.fault_of_key(key, "everybody is in the inbox without this: remove it");
    else if (named.backend(key) == nullptr)
      is.fault_of_key(key,
                      "this is neither a setting of a person nor a backend of askd.yaml" + did_you_mean(key, known));
    else if (!id.empty())
      written.push_back({key, id});
  }
}

void order_identities(Section& is, const std::vector<std::string>& prefer, const Identities& written,
                      core::RosterPerson& person, const Named& named) {
  const auto take = [&](const std::string& word) {
    const Identities some = called(word, written, person, named);
    for (const core::Identity& one : some)
      if (!has(person.identities, one.backend)) person.identities.push_back(one);
    return !some.empty();
  };
  for (std::size_t i = 0; i < prefer.size(); ++i) {
    if (prefer[i] == inbox_backend)
      is.fault_in("prefer", i, "everybody is asked in the inbox anyway: remove it");
    else if (!take(prefer[i]))
      is.fault_in("prefer", i,
                  prefer[i] == email_key ? "this person has no email, or no backend reaches people by it"
                                         : "this person has no identity for \"" + prefer[i] +
                                               "\": give them one, or write one that they have");
  }
  for (const std::string& key : is.order()) take(key);
}

void declare_person(Section& is, core::RosterPerson& person, const Named& named) {
  std::string role;
  std::vector<std::string> prefer;
  Identities written;
  is(person.name, {.name = "name", .help = "The name that is shown; otherwise the key.", .example = "Ana Lima"});
  is(person.email, {.name = "email",
                    .help = "Signs in with it, and is reached by it over a backend for mail.",
                    .example = "ana@example.com"});
  is(person.zone, {.name = "zone", .help = "Time zone, by its IANA name.", .example = "Europe/Berlin"});
  is(role, {.name = "role",
            .fallback = "member",
            .help = "An owner sees the whole team, and invites people.",
            .one_of = {"member", "owner"}});
  is(prefer, {.name = "prefer",
              .help = "The order in which the identities are tried, if it isn't that of the file.",
              .example = "[team-chat, email]"});
  read_identities(is, written, named);

  if (person.name.empty()) person.name = person.key;
  if (role == "owner") person.role = core::Role::owner;
  if (!unicode::all_visible(person.name, unicode::Lines::one))
    is.fault("name", "a name is one line without invisible characters");
  if (!person.email.empty()) {
    auto email = parse_email(person.email);
    if (!email) is.fault("email", email.error().message);
    person.email = email ? *std::move(email) : std::string();
  }
  if (!person.zone.empty())
    if (const auto checked = named.surroundings.check_zone(person.zone); !checked)
      is.fault("zone", checked.error().message);
  order_identities(is, prefer, written, person, named);
}

// Within a team an address or an identity belongs to one person: otherwise nobody could tell who answered.
void refuse_taken(Section& is, const core::RosterPerson& person, const std::vector<core::RosterPerson>& others) {
  for (const core::RosterPerson& other : others) {
    if (!person.email.empty() && person.email == other.email)
      is.fault("email", other.key + " has the same address: one of the two is wrong");
    for (const core::Identity& mine : person.identities)
      for (const core::Identity& theirs : other.identities)
        if (mine == theirs && mine.id != person.email)
          is.fault(mine.backend, other.key + " has the same identity: one of the two is wrong");
  }
}

}  // namespace

void declare_people(Section& is, core::RosterTeam& team, const Named& named) {
  const Key placeholder{.name = "PERSON", .help = "One person; agents and chats write @PERSON.", .example = "ana"};
  for (const std::string& key : is.names(placeholder)) {
    core::RosterPerson person;
    person.key = key;
    if (const auto checked = check_name(key); !checked) is.fault_of_key(key, checked.error().message);
    for (const std::string_view word : {"members", "anyone"})
      if (key == word) is.fault_of_key(key, "this word has a meaning where people are named: choose another name");
    for (const core::RosterPerson& other : team.people)
      if (unicode::fold_name(other.key) == unicode::fold_name(key))
        is.fault_of_key(key, "there is a person of this name already, in other letters: " + other.key);
    is.section({.name = key, .help = placeholder.help}, [&](Section& inner) {
      declare_person(inner, person, named);
      refuse_taken(inner, person, team.people);
    });
    team.people.push_back(std::move(person));
  }
}

}  // namespace askd::config

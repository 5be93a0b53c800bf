#include "config/enrollment.hpp"

#include "config/naming.hpp"

#include "base/crypto.hpp"
#include "base/time.hpp"
#include "base/unicode.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace askd::config {
namespace {

void declare_capabilities(Section& is, EnrollmentClass& value) {
  std::vector<std::string> words;
  is(words, {.name = "capabilities",
             .fallback = "[read_channels]",
             .help = "What agents of this class may ask for.",
             .one_of = {core::capability_words.begin(), core::capability_words.end()}});
  for (const std::string& word : words)
    if (const auto capability = core::capability_of(word)) value.capabilities.insert(*capability);
}

void declare_channels(Section& is, EnrollmentClass& value) {
  const Section::Declare by_tag = [&](Section& channels) {
    channels(
        value.channels.tagged,
        {.name = "tagged", .help = "All channels with this tag.", .required = true, .example = "agent-accessible"});
    const auto checked = check_name(value.channels.tagged);
    if (!value.channels.tagged.empty() && !checked) channels.fault("tagged", checked.error().message);
  };
  is.list_or_section(value.channels.names,
                     {.name = "channels",
                      .help = "Which channels they may come into: names in a list, or {tagged: TAG}; otherwise none.",
                      .example = "{tagged: agent-accessible}"},
                     by_tag);
  for (std::size_t i = 0; i < value.channels.names.size(); ++i) {
    const auto checked = check_channel_name(value.channels.names[i]);
    if (!checked) is.fault_in("channels", i, checked.error().message);
  }
}

void declare_class(Section& is, EnrollmentClass& value) {
  SecretValue secret;
  std::string lives;
  is.secret(secret, {.name = "secret",
                     .help = "What an agent shows when it registers.",
                     .required = true,
                     .secret = true,
                     .example = "{file: /etc/askd/secrets/workers}"});
  value.secret = std::move(secret.text);
  declare_capabilities(is, value);
  declare_channels(is, value);
  is(lives,
     {.name = "token_lives", .fallback = "30d", .help = "How long a token is good: a time as in 30d, or forever."});
  is(value.agents_max, {.name = "agents_max",
                        .fallback = "10000",
                        .help = "How many agents of this class there may be; revoked ones don't count.",
                        .least = 1,
                        .most = 1'000'000});
  is(value.approval, {.name = "approval",
                      .fallback = "none",
                      .help = "none, or a channel where people approve each registration, as in \"#ops\"."});
  if (lives != "forever") {
    const auto duration = parse_duration(lives);
    if (duration && *duration >= std::chrono::minutes(1))
      value.token_lives = *duration;
    else
      is.fault("token_lives", "write a time of at least a minute, as in 30d, or forever");
  }
  if (value.approval == "none") {
    value.approval.clear();
  } else if (const auto checked = check_channel_name(value.approval); !checked) {
    is.fault("approval", "write none or a channel: " + checked.error().message);
  }
}

}  // namespace

void declare_enrollment(Section& is, std::vector<EnrollmentClass>& classes) {
  const Key placeholder{.name = "CLASS",
                        .help = "One class of agents; agents name it, and so do teams, as in class:workers.",
                        .example = "workers"};
  for (const std::string& name : is.names(placeholder)) {
    EnrollmentClass value;
    value.name = name;
    const auto checked = check_name(name);
    if (!checked) is.fault_of_key(name, checked.error().message);
    for (const EnrollmentClass& other : classes)
      if (unicode::fold_name(other.name) == unicode::fold_name(name))
        is.fault_of_key(name, "there is a class of this name already, in other letters: " + other.name);
    is.section({.name = name, .help = placeholder.help}, [&](Section& inner) { declare_class(inner, value); });
    // The secret alone says which class an agent is of.
    for (const EnrollmentClass& other : classes)
      if (!value.secret.reveal().empty() && value.secret.reveal() == other.secret.reveal())
        is.fault_of_key(name, "its secret is that of the class " + other.name + " too: give it one of its own");
    classes.push_back(std::move(value));
  }
}

std::vector<core::RosterClass> roster_classes(const std::vector<EnrollmentClass>& classes) {
  std::vector<core::RosterClass> made;
  for (const EnrollmentClass& one : classes) {
    core::RosterClass roster_class;
    roster_class.name = one.name;
    roster_class.secret = crypto::sha256(one.secret.reveal());
    roster_class.capabilities = one.capabilities;
    roster_class.channels = one.channels.names;
    roster_class.tagged = one.channels.tagged;
    roster_class.token_lives = one.token_lives;
    roster_class.approval = one.approval;
    roster_class.agents_max = static_cast<std::uint32_t>(one.agents_max);
    made.push_back(std::move(roster_class));
  }
  return made;
}

}  // namespace askd::config

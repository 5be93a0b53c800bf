#include "askctl/table.hpp"

#include <array>
#include <utility>

namespace askd::askctl {
namespace {

using Options = std::vector<Option>;

const Option as_json{.name = "json", .help = "Print JSON instead of text"};
const Option be_quiet{.name = "quiet", .help = "Print no messages but errors", .letter = 'q'};
const Option at_url{.name = "url", .value = "URL", .help = "Where askd answers; otherwise ASKD_URL, or this machine"};
const Option token_file{.name = "token-file",
                        .value = "FILE",
                        .help = "File that holds the agent's token, readable by its owner only; otherwise ASKD_TOKEN",
                        .offer = Offer::files};
const Option at_socket{.name = "socket",
                       .value = "PATH",
                       .help = "askd's socket, for its operator; otherwise askd.sock where askd keeps its data",
                       .offer = Offer::files};
const Option config_file{.name = "config",
                         .value = "FILE",
                         .help = "The configuration; otherwise /etc/askd/askd.yaml",
                         .offer = Offer::files};
const Option idempotency{.name = "key",
                         .value = "KEY",
                         .help = "Idempotency-Key: asking again with it finds the first one; otherwise a random one"};
const Option conversation{.name = "conversation", .value = "ID", .help = "Put it into a conversation of yours"};
const Option addressee{
    .name = "to", .value = "TARGET", .help = "Whom it is for: \"#channel\" or @person", .many = true};
const Option for_how_long{
    .name = "wait", .value = "TIME", .help = "How long to wait, as in 90s or 10m, or forever; 10m unless told"};

Options with(Options own, Options more) {
  for (Option& option : more) own.push_back(std::move(option));
  return own;
}

// Of commands that agents use over the network.
Options agent_options() { return {as_json, be_quiet, at_url, token_file, at_socket}; }
// Of commands that the operator alone may use.
Options operator_options() { return {as_json, be_quiet, at_socket}; }

constexpr std::string_view ask_details =
    "The answer is printed: its value and, after an empty line, the note. Without a form the answer is free text. What "
    "happened is told by the exit status, so that an approval can guard what follows it.\n\n"
    "Broken connections and a restart of askd are no matter: askctl connects again until the wait is over, and an "
    "Idempotency-Key sees to it that nobody is asked twice. Ctrl-C ends the waiting and leaves the ask open.";

Command ask_command() {
  Options own{
      {.name = "body", .value = "TEXT", .help = "More to read, in Markdown; - reads it from standard input"},
      {.name = "approve", .help = "Ask for approve or deny"},
      {.name = "option",
       .value = "VALUE[=LABEL]",
       .help = "Ask for one of the options; give at least two",
       .many = true},
      {.name = "multiple", .help = "Let people choose several of the options"},
      {.name = "text", .help = "Ask for a text, as happens without a form"},
      {.name = "field",
       .value = "NAME:TYPE[:required]",
       .help = "Ask for fields: string, number, integer, boolean, email, uri, date, date-time, or words as in a|b",
       .many = true},
      {.name = "schema",
       .value = "FILE",
       .help = "Ask for the fields of a flat JSON Schema; - reads standard input",
       .offer = Offer::files},
      addressee,
      {.name = "approver", .value = "@PERSON", .help = "Let only them answer", .many = true},
      {.name = "required", .value = "N", .help = "How many people must agree"},
      {.name = "urgency",
       .value = "URGENCY",
       .help = "How pressing it is",
       .words = {"low", "normal", "high", "critical"}},
      {.name = "expires", .value = "TIME", .help = "When it ends without an answer, as in 2h"},
      {.name = "default",
       .value = "VALUE",
       .help = "The answer when it expires; an approval's can only be deny",
       .many = true},
      {.name = "context", .value = "NAME=VALUE", .help = "Shown as a field beside the question", .many = true},
      {.name = "label", .value = "NAME=VALUE", .help = "For finding it again", .many = true},
      conversation,
      for_how_long,
      {.name = "no-wait", .help = "Print the ask's id at once; exit status 5"},
      idempotency,
  };
  return {.name = "ask",
          .summary = "Ask people, and wait for the answer",
          .example = "askctl ask \"Deploy 4.2?\" --approve && ./deploy",
          .details = ask_details,
          .argument = Argument{"TITLE", "The question, in a line"},
          .options = with(std::move(own), agent_options()),
          .run = ask};
}

Command notify_command() {
  Options own{
      {.name = "title", .value = "TITLE", .help = "A headline"},
      addressee,
      {.name = "severity",
       .value = "SEVERITY",
       .help = "What kind of news it is",
       .words = {"info", "success", "warning", "error"}},
      {.name = "link", .value = "LABEL=URL", .help = "A link below the text", .many = true},
      conversation,
      idempotency,
  };
  return {.name = "notify",
          .summary = "Tell people something that needs no answer",
          .example = "askctl notify \"Nightly run: 214 checks passed.\" --to \"#ops\" --severity success",
          .details = "Prints the notice's id.",
          .argument = Argument{"TEXT", "In Markdown; - reads standard input"},
          .options = with(std::move(own), agent_options()),
          .run = notify};
}

Command wait_command() {
  Options own{
      for_how_long,
      {.name = "until",
       .value = "WHAT",
       .help = "Wait for its end, or for anything in its conversation",
       .words = {"end", "activity"}},
      {.name = "after", .value = "ACTIVITY", .help = "With --until activity: what was seen already"},
  };
  return {.name = "wait",
          .summary = "Wait for the answer to an ask",
          .example = "askctl wait ask_… --wait 2h",
          .details = "Prints and exits as ask does. Without a token it waits over askd's socket, for its operator.",
          .argument = Argument{"ID", "The ask's id"},
          .options = with(std::move(own), agent_options()),
          .run = wait};
}

Command cancel_command() {
  Options own{{.name = "reason", .value = "TEXT", .help = "Why; people are told"}};
  return {.name = "cancel",
          .summary = "Withdraw an ask that is still open",
          .example = "askctl cancel ask_… --reason \"Not needed any more\"",
          .argument = Argument{"ID", "The ask's id"},
          .options = with(std::move(own), agent_options()),
          .run = cancel};
}

Command list_command() {
  Options own{
      {.name = "state",
       .value = "STATE",
       .help = "Only those in this state; ended is any but open",
       .words = {"open", "answered", "expired", "cancelled", "ended"}},
      {.name = "q", .value = "WORDS", .help = "Only those that hold all these words"},
      {.name = "label", .value = "NAME=VALUE", .help = "Only those with this label", .many = true},
      {.name = "limit", .value = "N", .help = "How many; 50 unless told"},
      {.name = "team", .value = "TEAM", .help = "For the operator: whose asks"},
  };
  return {.name = "list",
          .summary = "List asks, newest first",
          .example = "askctl list --state open",
          .details =
              "Lists the agent's asks or, without a token and over askd's socket, those of a team. The columns "
              "are the id, the state, when it was asked, and the title.",
          .options = with(std::move(own), agent_options()),
          .run = list};
}

Command invite_command() {
  Options own{
      {.name = "name", .value = "NAME", .help = "Who it is for"},
      {.name = "email", .value = "ADDRESS", .help = "Their address"},
      {.name = "role", .value = "ROLE", .help = "What they may do; member unless told", .words = {"owner", "member"}},
      {.name = "team", .value = "TEAM", .help = "The team they come into"},
      {.name = "sign-in", .help = "A link with which somebody who is a person already signs in; needs --email"},
  };
  return {.name = "invite",
          .summary = "Make a link with which a person comes in",
          .example = "askctl invite --name \"Ana Lima\" --email ana@example.com",
          .details =
              "Prints the link, which works once. It is for askd's operator: the user that askd runs as, or "
              "root.",
          .options = with(std::move(own), operator_options()),
          .run = invite};
}

void add_agent_commands(std::vector<Command>& all) {
  const Option team{.name = "team", .value = "TEAM", .help = "For the operator: whose agents"};
  const Argument which{"AGENT", "Its name or its id"};
  all.push_back({.name = "agents list",
                 .summary = "List the agents",
                 .example = "askctl agents list",
                 .details = "The columns are the id, the name, the enrollment class, how long it may come in, and its "
                            "webhook.",
                 .options = with({team}, agent_options()),
                 .run = agents_list});
  all.push_back({.name = "agents revoke",
                 .summary = "Put an agent out, at once",
                 .example = "askctl agents revoke research-agent",
                 .details =
                     "All its tokens are void, its connections end and its open asks are withdrawn. The secret of "
                     "its class doesn't let it in again; agents rotate does.",
                 .argument = which,
                 .options = with({team}, agent_options()),
                 .run = agents_revoke});
  all.push_back({.name = "agents rotate",
                 .summary = "Give an agent a new token",
                 .example = "askctl agents rotate research-agent --overlap 10m",
                 .details = "Prints the token, which is shown this once. The old ones stay good for the overlap.",
                 .argument = which,
                 .options = with({{.name = "overlap",
                                   .value = "TIME",
                                   .help = "How long the old tokens stay good, as in 10m; an hour unless told"},
                                  team},
                                 agent_options()),
                 .run = agents_rotate});
  all.push_back(
      {.name = "webhooks redrive",
       .summary = "Let an agent's webhook go on that was disabled",
       .example = "askctl webhooks redrive research-agent",
       .details = "It goes on behind the last entry that arrived: nothing is lost meanwhile.",
       .argument = which,
       .options =
           with({{.name = "after", .value = "CURSOR", .help = "Go on behind this entry of its stream instead"}, team},
                agent_options()),
       .run = webhooks_redrive});
}

void add_config_commands(std::vector<Command>& all) {
  all.push_back({.name = "config example",
                 .summary = "Print an askd.yaml with every setting and its meaning",
                 .example = "askctl config example > askd.yaml",
                 .options = {as_json},
                 .run = config_example});
  all.push_back({.name = "config check",
                 .summary = "Tell everything that is wrong with a configuration",
                 .example = "askctl config check --config /etc/askd/askd.yaml",
                 .details = "Touches neither network nor store. The exit status is 78 where there are faults.",
                 .options = {config_file, as_json},
                 .run = config_check});
  all.push_back({.name = "config schema",
                 .summary = "Print the JSON Schema of askd.yaml, for editors",
                 .example = "askctl config schema > askd.schema.json",
                 .options = {as_json},
                 .run = config_schema});
  all.push_back({.name = "config manual",
                 .summary = "Print the manual page askd.yaml(5)",
                 .example = "askctl config manual | man -l -",
                 .options = {as_json},
                 .run = config_manual});
}

Command connect_command() {
  Options own{
      {.name = "name",
       .value = "BACKEND",
       .help = "What it is to be called in the configuration; otherwise as ADAPTER"},
      {.name = "room", .value = "ROOM", .help = "Where a test ask is posted; otherwise it is asked for"},
      {.name = "set", .value = "KEY=VALUE", .help = "A setting that isn't to be asked for", .many = true},
      {.name = "ca-file",
       .value = "FILE",
       .help = "Certificates to trust instead of the system's",
       .offer = Offer::files},
      config_file,
      as_json,
  };
  return {.name = "connect",
          .summary = "Connect a chat platform, step by step",
          .example = "askctl connect chat --name team-chat",
          .details =
              "Says what to do on the platform, asks for the tokens, checks them, posts an ask and waits for its "
              "button to be pressed. Then it writes the backend into the configuration, and each secret into a "
              "file of its own beside it. Proxies are taken from the environment.",
          .argument = Argument{"ADAPTER", "Which platform"},
          .options = std::move(own),
          .run = connect};
}

void add_audit_commands(std::vector<Command>& all) {
  const Option data{.name = "data",
                    .value = "FOLDER",
                    .help = "Read the store in this folder instead; askd must be stopped",
                    .offer = Offer::folders};
  Option file = config_file;
  file.help = "Read the store that this configuration names instead; askd must be stopped";
  const Options where{at_socket, file, data, as_json, be_quiet};
  all.push_back({.name = "audit verify",
                 .summary = "Check the chain of the audit log",
                 .example = "askctl audit verify",
                 .details = "Recomputes every hash, and names the first bad record. The last line tells the number and "
                            "hash of the last record: keep it elsewhere, and a log that was rewritten since can be "
                            "told. On a stopped store the long texts are checked too.",
                 .options = where,
                 .run = audit_verify});
  Options own{
      {.name = "after", .value = "N", .help = "Only the records behind this number"},
      {.name = "texts",
       .value = "HOW",
       .help = "Long texts in their places, or as the hashes that the chain is made of",
       .words = {"resolved", "hashed"}},
  };
  all.push_back({.name = "audit export",
                 .summary = "Print the audit log as JSON Lines",
                 .example = "askctl audit export > audit.jsonl",
                 .options = with(std::move(own), where),
                 .run = audit_export});
}

constexpr std::array<Group, 4> all_groups{{{"agents", "Look after the agents"},
                                           {"webhooks", "Look after agents' webhooks"},
                                           {"config", "Look at the configuration"},
                                           {"audit", "Look at the audit log"}}};

}  // namespace

std::span<const Group> groups() { return all_groups; }

const std::vector<Command>& commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> made{ask_command(),  notify_command(), wait_command(),   cancel_command(),
                              list_command(), invite_command(), connect_command()};
    add_agent_commands(made);
    add_config_commands(made);
    add_audit_commands(made);
    made.push_back({.name = "completion",
                    .summary = "Print a shell's completion of these commands",
                    .example = "askctl completion bash > /usr/share/bash-completion/completions/askctl",
                    .argument = Argument{"SHELL", "Whose completion", {"bash", "zsh", "fish"}},
                    .options = {as_json},
                    .run = completion});
    return made;
  }();
  return all;
}

}  // namespace askd::askctl

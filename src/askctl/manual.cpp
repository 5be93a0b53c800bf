#include "askctl/manual.hpp"

#include "askctl/table.hpp"

#include <algorithm>
#include <string_view>

namespace askd::askctl {
namespace {

constexpr std::string_view head = R"(.\" Printed from the table of commands: change that.
.Dd November 24, 2026
.Dt ASKCTL 1
.Os
.Sh NAME
.Nm askctl
.Nd ask people from the command line, and look after askd
.Sh SYNOPSIS
.Nm
.Ar command
.Op Ar argument
.Op options
.Nm
.Op Ar command
.Fl Fl help
.Nm
.Fl Fl version
.Sh DESCRIPTION
.Nm
speaks to a running
.Xr askd 8 .
With an agent's token it is that agent.
Without one it speaks over askd's Unix socket, which only the user that askd runs as, and root, may open: then it is the
operator, who has an owner's rights.
.Pp
Data goes to standard output, messages go to standard error.
.Nm
never asks anything on the terminal, and prints no colours.
)";

constexpr std::string_view tail = R"(.Sh ENVIRONMENT
.Bl -tag -width Ds
.It Ev ASKD_URL
Where askd answers; http://127.0.0.1:8080 unless it is set.
.It Ev ASKD_TOKEN
The agent's token.
.It Ev STATE_DIRECTORY
The folder of askd's data, which holds its socket; otherwise
.Pa /var/lib/askd
and
.Pa ~/.local/state/askd
are looked into.
.El
.Sh EXIT STATUS
.Bl -tag -width 130 -compact
.It 0
Done; of
.Cm ask
and
.Cm wait :
answered, and an approval approved.
.It 1
It failed, or the audit log is damaged.
.It 2
It was called wrongly.
.It 3
The approval was denied.
.It 4
The ask expired, and nobody answered.
.It 5
The ask is still open; its id is printed.
.It 6
The ask was cancelled or superseded.
.It 78
The configuration is wrong.
.It 130
It was interrupted. An ask stays open.
.El
.Sh EXAMPLES
A gate that opens when somebody approves within two hours:
.Bd -literal -offset indent
askctl ask "Deploy 4.2?" --approve --expires 2h --wait 2h && ./deploy
.Ed
.Pp
A choice, in a script:
.Bd -literal -offset indent
size=$(askctl ask "Which size?" --option s=Small --option l=Large)
.Ed
.Sh SEE ALSO
.Xr askd 8 ,
.Xr askd.yaml 5
)";

// A line that begins with a dot or a quote would be a request, and a backslash begins an escape.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (out.empty() && (c == '.' || c == '\'')) out += R"(\&)";
    if (c == '\\')
      out += R"(\e)";
    else
      out += c;
  }
  return out;
}

// As arguments of a macro: quotes are doubled within quotes.
std::string argument(std::string_view text) {
  std::string out = "\"";
  for (const char c : roff(text)) out += c == '"' ? std::string(R"(\(dq)") : std::string(1, c);
  return out + "\"";
}

// New sentence, new line.
std::string sentences(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto paragraph = text.find("\n\n");
    const auto end = std::min(text.find(". "), paragraph);
    out += roff(text.substr(0, end == std::string_view::npos ? end : text[end] == '.' ? end + 1 : end)) + "\n";
    if (end == std::string_view::npos) break;
    if (end == paragraph) out += ".Pp\n";
    text.remove_prefix(end + 2);
  }
  return out;
}

void append_option(std::string& out, const Option& option) {
  out += ".It ";
  if (option.letter != '\0') out += std::string("Fl ") + option.letter + " , ";
  out += "Fl Fl " + std::string(option.name);
  if (!option.value.empty()) out += " Ar " + argument(option.value);
  out += "\n" + roff(option.help);
  for (std::size_t i = 0; i < option.words.size(); ++i)
    out += (i == 0 ? ": " : i + 1 == option.words.size() ? " or " : ", ") + std::string(option.words[i]);
  out += ".\n";
}

void append_command(std::string& out, const Command& command) {
  out += ".Ss askctl " + std::string(command.name);
  if (command.argument) out += " " + std::string(command.argument->name);
  out += "\n" + roff(command.summary) + ".\n";
  if (command.argument) {
    out += ".Ar " + std::string(command.argument->name) + " :\n" + roff(command.argument->help);
    for (const auto word : command.argument->words) out += " " + std::string(word);
    out += ".\n";
  }
  if (!command.details.empty()) out += sentences(command.details);
  out += ".Bd -literal -offset indent\n" + roff(command.example) + "\n.Ed\n";
  if (command.options.empty()) return;
  out += ".Bl -tag -width Ds\n";
  for (const Option& option : command.options) append_option(out, option);
  out += ".El\n";
}

}  // namespace

std::string manual() {
  std::string out(head);
  out += ".Sh COMMANDS\n";
  for (const Command& command : commands()) append_command(out, command);
  return out + std::string(tail);
}

}  // namespace askd::askctl

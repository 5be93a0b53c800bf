#include "config/manual_settings.hpp"

#include "config/wrapped.hpp"

#include <cstddef>
#include <ostream>
#include <string_view>

namespace askd::config {
namespace {

constexpr std::size_t manual_width = 100;

// As roff wants it: no line begins with a dot or a quote, backslashes are doubled, and a hyphen that is typed in a
// file stays one that can be copied.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out;
}

// As an argument of a macro.
std::string argument(std::string_view text) {
  std::string out = "\"";
  for (const char c : roff(text)) {
    if (c == '"')
      out += "\\(dq";
    else
      out += c;
  }
  return out + "\"";
}

// Each sentence begins a line, as roff wants it.
void paragraph(std::ostream& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t stop = text.find(". ");
    const std::string_view sentence = text.substr(0, stop == std::string_view::npos ? stop : stop + 1);
    for (const std::string& line : wrapped(sentence, manual_width)) {
      const bool control = line.starts_with('.') || line.starts_with('\'');
      out << (control ? "\\&" : "") << roff(line) << "\n";
    }
    text.remove_prefix(sentence.size() < text.size() ? sentence.size() + 1 : text.size());
  }
}

// The end of the sentence joins it where the value isn't followed by anything else.
void value(std::ostream& out, std::string_view before, const std::string& text, std::string_view after) {
  if (!before.empty()) out << before << "\n";
  out << ".Li " << argument(text) << (after.empty() ? "" : " ") << after << "\n";
}

constexpr std::string_view head = R"(.\" Printed from the declared settings: change those.
.Dd November 24, 2026
.Dt ASKD.YAML 5
.Os
.Sh NAME
.Nm askd.yaml
.Nd configuration of askd
.Sh DESCRIPTION
.Xr askd 8
reads
.Pa /etc/askd/askd.yaml
and then the files
.Pa *.yaml
of the folder
.Pa teams.d
beside it, in the order of their names.
The first is the server's; each of the others is a team's, and bears the team's name.
All may be missing: askd then runs on its defaults.
.Pp
Files are read strictly.
An unknown key, a key that stands twice, anchors, aliases, tags and merge keys are errors.
All errors are told at once, with their file, line and column.
.Li askd --check-config
only tells them.
.Pp
On SIGHUP askd reads all files again.
A good configuration takes effect at once; a bad one changes nothing and is logged.
.Ss Values
.Bl -tag -width Ds
.It text
Taken as written:
.Li no ,
.Li on
and
.Li 0777
are texts.
A text that begins with
.Li #
must be quoted, as in
.Li \(dq#research\(dq .
.It number
Decimal digits, without a leading zero.
.It true or false
These two words alone.
.It duration
Numbers and units from large to small:
.Li 500ms ,
.Li 90s ,
.Li 15m ,
.Li 1h30m ,
.Li 30d .
.It size
Bytes, or a number and its unit:
.Li 64KiB ,
.Li 1MiB .
.It list
.Li [one, two] ,
or one text for a list of one.
.It path
A relative path starts from the folder of the file that names it.
.It secret
Never the text itself, but where it is kept:
.Li {file: /etc/askd/secrets/NAME} ,
which nobody but askd's user may read;
.Li {env: NAME} ,
an environment variable; or
.Li {credential: NAME} ,
which systemd passes by
.Li LoadCredential= .
.El
.Ss Overrides
An environment variable overrides the file: its name is that of the setting in capital letters, after
.Ev ASKD_ ,
with
.Li _
for each dot, as in
.Ev ASKD_SERVER_LISTEN
for
.Sy server.listen .
Several values of a list are parted by commas.
This holds for the sections server, store, limits, asks and log.
Flags of
.Xr askd 8
override both.
.Sh SETTINGS OF ASKD.YAML
In what follows, words in capital letters stand for names that you choose.
)";

constexpr std::string_view end = R"(.Sh FILES
.Bl -tag -width Ds
.It Pa /etc/askd/askd.yaml
The server's settings.
.It Pa /etc/askd/teams.d/*.yaml
One file for each team.
.El
.Sh SEE ALSO
.Xr askctl 1 ,
.Xr systemd.exec 5 ,
.Xr askd 8
)";

}  // namespace

void ManualSettings::entry(const Key& key, const std::string& type) {
  // A setting that stands in no section has a list of its own.
  if (name_.empty()) out_ << ".Ss " << roff(key.name) << "\n.Bl -tag -width Ds\n";
  out_ << ".It Sy " << argument(full(key.name)) << " Pq " << type << "\n";
  paragraph(out_, key.help);
  const std::size_t words = key.one_of.size();
  for (std::size_t i = 0; i < words; ++i) {
    const bool last = i + 1 == words;
    const std::string_view before = i == 0 ? "One of" : (last ? "or" : "");
    value(out_, before, key.one_of[i], last ? "." : (i + 2 < words ? "," : ""));
  }
  if (key.required)
    out_ << "It must be given.\n";
  else if (!key.fallback.empty())
    value(out_, "The default is", key.fallback, ".");
  if (key.fallback.empty() && !key.example.empty()) value(out_, "For example:", key.example, "");
  if (name_.empty()) out_ << ".El\n";
}

void ManualSettings::document(const Key& key, Type type) {
  switch (type) {
    case Type::text:
      return entry(key, "text");
    case Type::truth:
      return entry(key, "true or false");
    case Type::number:
      return entry(key, "number");
    case Type::duration:
      return entry(key, "duration");
    case Type::size:
      return entry(key, "size");
    case Type::list:
      return entry(key, "list");
    case Type::secret:
      return entry(key, "secret");
    case Type::path:
      return entry(key, "path");
  }
}

void ManualSettings::section(const Key& key, const Declare& declare) {
  ManualSettings inner(out_, full(key.name));
  if (!name_.empty()) {
    out_ << ".It Sy " << argument(full(key.name)) << "\n";
    paragraph(out_, key.help);
    return declare(inner);
  }
  out_ << ".Ss " << roff(key.name) << "\n";
  paragraph(out_, key.help);
  out_ << ".Bl -tag -width Ds\n";
  declare(inner);
  out_ << ".El\n";
}

void ManualSettings::items(const Key& key, const Declare& declare) {
  entry(key, "list of mappings");
  ManualSettings inner(out_, full(key.name));
  declare(inner);
}

void ManualSettings::list_or_section(std::vector<std::string>&, const Key& key, const Declare& declare) {
  entry(key, "list or mapping");
  ManualSettings inner(out_, full(key.name));
  declare(inner);
}

void ManualSettings::kind(std::string& value, const Key& key, const std::vector<Kind>& kinds) {
  Key told = key;
  for (const Kind& one : kinds) told.one_of.push_back(one.name);
  entry(told, "text");
  for (const Kind& one : kinds) {
    value = one.name;
    out_ << ".It Em " << argument(one.name) << "\n";
    paragraph(out_, one.help);
    one.declare(*this);
  }
}

void print_manual_head(std::ostream& out) { out << head; }

void print_manual_end(std::ostream& out) { out << end; }

}  // namespace askd::config

// The few words of a record of the audit log that say most, for its line in the list. The rest is one press away.
import { cell } from "./outcome";
import { cutAt } from "./plain";

const telling = [
  "title",
  "value",
  "name",
  "email",
  "content",
  "body",
  "note",
  "reason",
  "by_name",
  "agent_name",
  "author_name",
  "backend",
  "room",
  "role",
];
// Whose ids stand for a name that may be known here.
const named = ["channel", "agent", "person"];
const most = 3;
const longest = 60;
// Words that every record of a kind has say nothing about this one.
const empty = new Set(["", "inbox"]);

function collect(part: Record<string, unknown>, found: Map<string, string>): void {
  const below: Record<string, unknown>[] = [];
  for (const [name, value] of Object.entries(part)) {
    if (typeof value === "object" && value !== null) {
      if (!Array.isArray(value)) below.push(value as Record<string, unknown>);
    } else if (typeof value !== "boolean" && telling.includes(name) && !found.has(name)) found.set(name, cell(value));
  }
  for (const one of below) collect(one, found);
}

// `nameOf` says what is called by an id.
export function gistOf(fact: Record<string, unknown>, nameOf: (id: string) => string | undefined): string {
  const found = new Map<string, string>();
  collect(fact, found);
  if (found.has("title")) found.delete("body");
  const words = telling.map((name) => found.get(name) ?? "");
  const names = named.map((part) => nameOf(String(fact[part])) ?? "");
  return [...new Set([...words, ...names])]
    .filter((text) => !empty.has(text))
    .slice(0, most)
    .map((text) => cutAt(text, longest).text)
    .join(" · ");
}

// What "@" offers while a person writes, and what becomes of the text when they take it. Pure, so that the rules can be
// tested.
import type { Member } from "../api/types";
import { folded } from "../forms/folded";

export interface Started {
  // Where the "@" stands.
  from: number;
  // What was typed behind it.
  typed: string;
}

export interface Offer {
  name: string;
  type: Member["type"] | "everybody";
}

const most = 6;
const longest = 64;
// Whatever may stand before a name: the "@" of an address doesn't start one.
const before = /[\s([{"'“‘,;:/*_~>-]/;

// The name that is being typed at the caret, if one is.
export function startedAt(text: string, caret: number): Started | undefined {
  const from = text.lastIndexOf("@", caret - 1);
  if (caret === 0 || from < 0 || (from > 0 && !before.test(text.charAt(from - 1)))) return undefined;
  const typed = text.slice(from + 1, caret);
  return typed.length > longest || /[\s@]/.test(typed) ? undefined : { from, typed };
}

// How well a name fits: at its start, at the start of one of its words, or not at all.
function fit(name: string, typed: string): number {
  const text = folded(name);
  const wanted = folded(typed);
  if (text.startsWith(wanted)) return 0;
  return text.split(/[\s._-]+/).some((word) => word.startsWith(wanted)) ? 1 : 2;
}

export function offersFor(typed: string, members: readonly Member[], me: string | undefined): Offer[] {
  const names: Offer[] = members.filter((member) => member.id !== me).map(({ name, type }) => ({ name, type }));
  names.sort((a, b) => fit(a.name, typed) - fit(b.name, typed) || a.name.localeCompare(b.name));
  // A call to every person is offered last: it is easy to take and loud.
  names.push({ name: "human", type: "everybody" });
  const offers = names.filter((offer) => fit(offer.name, typed) < 2).slice(0, most);
  // Whoever typed the whole of it has nothing left to take, and Enter sends.
  const [only] = offers;
  return offers.length === 1 && only && folded(only.name) === folded(typed) ? [] : offers;
}

// The text with the name in it, and where the caret goes. What follows isn't pushed away by a second space.
export function completed(text: string, started: Started, name: string): { text: string; caret: number } {
  const head = `${text.slice(0, started.from)}@${name}`;
  const rest = text.slice(started.from + 1 + started.typed.length);
  return { text: rest.startsWith(" ") ? head + rest : `${head} ${rest}`, caret: head.length + 1 };
}

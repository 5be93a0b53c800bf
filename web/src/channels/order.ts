// Which channels stand where in the list. Pure, so that the rules can be tested.
import type { Channel } from "../api/types";
import { folded } from "../forms/folded";

export interface Sorted {
  mine: Channel[];
  others: Channel[];
}

// What people should see first: where they were mentioned, then what is unread, then the rest by name. What comes into
// the channel that is open is read in a moment: it would go up and come down again for every message.
function byUnread(open: string | undefined): (a: Channel, b: Channel) => number {
  const rank = (channel: Channel) => {
    if (channel.unread === 0 || channel.id === open) return 2;
    return channel.mentioned ? 0 : 1;
  };
  return (a, b) => rank(a) - rank(b) || byName(a, b);
}

function byName(a: Channel, b: Channel): number {
  return a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
}

// `held` is the order in which a finger or a pointer is among them: those that it holds keep their places, and what
// came in meanwhile stands behind them.
export function sorted(channels: Iterable<Channel>, held: readonly string[] = [], open?: string): Sorted {
  const byNeed = byUnread(open);
  const places = new Map(held.map((id, index) => [id, index]));
  const placeOf = (channel: Channel) => places.get(channel.id) ?? held.length;
  const all = [...channels];
  const mine = all.filter((channel) => channel.member).sort((a, b) => placeOf(a) - placeOf(b) || byNeed(a, b));
  const others = all.filter((channel) => !channel.member).sort(byName);
  return { mine, others };
}

// By a part of the name, however it is written; a leading # is no part of it.
export function named(channels: Iterable<Channel>, filter: string): Channel[] {
  const wanted = folded(filter.trim().replace(/^#/, ""));
  return [...channels].filter((channel) => folded(channel.name).includes(wanted));
}

// What the mark in the navigation tells: whether anything waits, and whether it waits for this person.
export function waiting(channels: Iterable<Channel>): { unread: boolean; mentioned: boolean } {
  const unread = [...channels].filter((channel) => channel.member && channel.unread > 0);
  return { unread: unread.length > 0, mentioned: unread.some((channel) => channel.mentioned) };
}

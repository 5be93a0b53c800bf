// What stands in a channel from top to bottom: its messages, the days between them, and where the new ones begin.
import type { Post } from "../api/types";
import { dayNumber, type Manner } from "../time/format";

export type Entry =
  | { kind: "day"; key: string; at: string }
  | { kind: "new"; key: string }
  | { kind: "post"; key: string; post: Post; follows: boolean };

const together = 5 * 60_000;

// The first message that the person hasn't read. `readTo` is the last one that they have; null means none, and
// undefined that nothing is unread. While that lies further up than was read so far, the first new one isn't known.
export function firstUnread(
  posts: readonly Post[],
  older: string | undefined,
  readTo: string | null | undefined,
  me: string | undefined,
): string | undefined {
  if (readTo === undefined) return undefined;
  const at = posts.findIndex((post) => post.id === readTo);
  const next = at >= 0 ? at + 1 : posts.findIndex((post) => readTo === null || post.id > readTo);
  if (next < 0 || (next === 0 && older !== undefined)) return undefined;
  return posts.slice(next).find((post) => post.author_id !== me)?.id;
}

export function entriesOf(posts: readonly Post[], newFrom: string | undefined, manner: Manner = {}): Entry[] {
  const entries: Entry[] = [];
  let last: Post | undefined;
  for (const post of posts) {
    const sameDay = last !== undefined && dayOf(last, manner) === dayOf(post, manner);
    if (!sameDay) entries.push({ kind: "day", key: `day-${post.id}`, at: post.created_at });
    if (post.id === newFrom) entries.push({ kind: "new", key: "new" });
    const follows = sameDay && post.id !== newFrom && last !== undefined && goesOn(last, post);
    entries.push({ kind: "post", key: post.id, post, follows });
    last = post;
  }
  return entries;
}

function dayOf(post: Post, manner: Manner): number {
  return dayNumber(new Date(post.created_at), manner);
}

// The same author a moment later needs no second name.
function goesOn(last: Post, post: Post): boolean {
  return last.author_id === post.author_id && Date.parse(post.created_at) - Date.parse(last.created_at) < together;
}

// Where messages stand beside each other that weren't said one after the other, each is told with its author and time.
export function namedEach(entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => (entry.kind === "post" ? { ...entry, follows: false } : entry));
}

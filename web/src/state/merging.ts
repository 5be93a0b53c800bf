// A channel's messages as pages and hints bring them: in order, each once, whichever way it came.
import type { Post } from "../api/types";
import { byCreation } from "./creation";

export interface Posts {
  posts: readonly Post[];
  // Where the page above goes on; undefined at the channel's first message.
  older: string | undefined;
}

export const noPosts: Posts = { posts: [], older: undefined };

export function merged(held: readonly Post[], got: readonly Post[]): readonly Post[] {
  if (got.every((post) => held.some((known) => known.id === post.id))) return held;
  const byId = new Map([...held, ...got].map((post) => [post.id, post]));
  return [...byId.values()].sort(byCreation);
}

export function withOlder(now: Posts, page: { messages: readonly Post[]; next?: string }): Posts {
  // A page that brings nothing and names itself again would be read for ever.
  const older = page.next === now.older ? undefined : page.next;
  return { posts: merged(now.posts, page.messages), older };
}

export function withNewer(now: Posts, messages: readonly Post[]): Posts {
  const posts = merged(now.posts, messages);
  return posts === now.posts ? now : { ...now, posts };
}

// The newest page, read on its own. Where it doesn't reach down to what is held there is a gap between the two, and
// what is held would only look complete: the page then takes its place.
export function withNewest(now: Posts, page: { messages: readonly Post[]; next?: string }): Posts {
  const meets = page.messages.some((post) => now.posts.some((known) => known.id === post.id));
  if (meets) return withNewer(now, page.messages);
  return { posts: merged([], page.messages), older: page.next };
}

// Whether the last message that was read stands above all that is held, so that the first new one isn't known yet.
// `null` means that none was read: that place is the channel's beginning.
export function liesFurtherUp({ posts, older }: Posts, mark: string | null): boolean {
  const [first] = posts;
  return older !== undefined && first !== undefined && (mark === null || first.id > mark);
}

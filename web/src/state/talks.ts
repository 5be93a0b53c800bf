// What was said in a channel, as far as it was read: from its end upwards, and on with what comes.
import { api, type ChannelKey } from "../api/calls";
import { sentence } from "../api/http";
import type { Post } from "../api/types";
import { liesFurtherUp, merged, noPosts, type Posts, withNewer, withNewest, withOlder } from "./merging";
import { Store } from "./store";

export interface TalkState extends Posts {
  phase: "loading" | "ready" | "failed";
  // Behind which message it goes on; undefined where the end is held.
  later: string | undefined;
  // The last message up to which nothing is missing. What this person just said may stand behind others that weren't
  // read yet.
  upTo: string | undefined;
  loadingOlder: boolean;
  loadingLater: boolean;
  error: string;
}

const start: TalkState = {
  ...noPosts,
  phase: "loading",
  later: undefined,
  upTo: undefined,
  loadingOlder: false,
  loadingLater: false,
  error: "",
};
const pageSize = 50;
const aroundSize = 25;
const longestPage = 200;
// More than this many pages of news are read from their end instead of from their start.
const mostPages = 3;

export class Talk {
  readonly state = new Store<TalkState>(start);
  private run = 0;
  private reading: Promise<void> | undefined;

  constructor(
    readonly channel: ChannelKey,
    private readonly q = "",
  ) {}

  // The newest page, long enough for `unread` messages to be in it with one before them.
  load(unread = 0): Promise<void> {
    return this.begin(async () => this.joined(await this.newest(unread + 10)));
  }

  // What was said around one message, which may lie far above the end.
  around(post: Post): Promise<void> {
    return this.begin(async () => {
      const [above, below] = await Promise.all([
        api.posts(this.channel, { before: post.id }, aroundSize),
        api.posts(this.channel, { after: post.id }, aroundSize),
      ]);
      const posts = merged([], [...above.messages, post, ...below.messages]);
      return { posts, older: above.next, later: below.next };
    });
  }

  // One page further up. Whoever asks while it is being read waits for the same one.
  older(size = pageSize): Promise<void> {
    this.reading ??= this.readOlder(size).finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  // Goes up until the mark is in sight, or for so many pages.
  async reach(mark: string | null, most: number): Promise<void> {
    for (let pages = 0; pages < most && liesFurtherUp(this.state.get(), mark); pages += 1) {
      await this.older(longestPage);
      if (this.state.get().error) return;
    }
  }

  // One page further down, where the end isn't held.
  async goOn(): Promise<void> {
    const { later, loadingLater } = this.state.get();
    if (later === undefined || loadingLater) return;
    this.change({ loadingLater: true, error: "" });
    try {
      const page = await api.posts(this.channel, { after: later }, pageSize);
      this.change({ ...withNewer(this.state.get(), page.messages), later: page.next, loadingLater: false });
    } catch (error) {
      this.change({ loadingLater: false, error: sentence(error) });
    }
  }

  // What came since the last message up to which nothing is missing, and at least `wanted`. Returns what is new here.
  async newer(wanted: readonly string[] = []): Promise<Post[]> {
    const before = new Set(this.state.get().posts.map((post) => post.id));
    await this.follow();
    const missing = (id: string) => this.state.get().posts.every((post) => post.id !== id);
    // One that was made before another and kept after it is behind what `follow` asks for.
    if (wanted.some(missing)) this.change(this.joined(await this.newest()));
    return this.state.get().posts.filter((post) => !before.has(post.id));
  }

  add(post: Post): void {
    this.change(withNewer(this.state.get(), [post]));
  }

  private async begin(read: () => Promise<Partial<TalkState>>): Promise<void> {
    const run = ++this.run;
    if (this.state.get().phase !== "ready") this.change({ phase: "loading", error: "" });
    try {
      const got = await read();
      if (run === this.run) this.change({ ...got, phase: "ready", error: "" });
    } catch (error) {
      if (run !== this.run || this.state.get().phase === "ready") return;
      this.change({ phase: "failed", error: sentence(error) });
    }
  }

  private async readOlder(size: number): Promise<void> {
    const { older } = this.state.get();
    if (older === undefined) return;
    const run = this.run;
    this.change({ loadingOlder: true, error: "" });
    try {
      const page = await api.posts(this.channel, { before: older, q: this.q }, size);
      if (run === this.run) this.change({ ...withOlder(this.state.get(), page), loadingOlder: false });
      else this.change({ loadingOlder: false });
    } catch (error) {
      this.change({ loadingOlder: false, error: sentence(error) });
    }
  }

  private async follow(): Promise<void> {
    for (let pages = 0; pages < mostPages; pages += 1) {
      const after = this.state.get().upTo;
      if (after === undefined) break;
      const page = await api.posts(this.channel, { after }, longestPage);
      this.change({ ...withNewer(this.state.get(), page.messages), upTo: lastOf(page.messages) ?? after });
      if (page.next === undefined || page.messages.length === 0) return;
    }
    this.change(this.joined(await this.newest()));
  }

  private newest(most = pageSize): Promise<{ messages: Post[]; next?: string }> {
    return api.posts(this.channel, { q: this.q }, Math.min(longestPage, Math.max(pageSize, most)));
  }

  // The newest page, put to what is held without a gap, and behind both what this person said meanwhile.
  private joined(page: { messages: Post[]; next?: string }): Partial<TalkState> {
    const { posts, older, upTo } = this.state.get();
    const solid = posts.findIndex((post) => post.id === upTo) + 1;
    const now = withNewest({ posts: posts.slice(0, solid), older }, page);
    return { ...withNewer(now, posts.slice(solid)), upTo: lastOf(page.messages) ?? upTo };
  }

  private change(part: Partial<TalkState>): void {
    this.state.update((state) => ({ ...state, ...part }));
  }
}

function lastOf(posts: readonly Post[]): string | undefined {
  return posts[posts.length - 1]?.id;
}

const talks = new Map<string, Talk>();

export function talkOf({ id, team }: ChannelKey): Talk {
  const known = talks.get(id);
  if (known) return known;
  const talk = new Talk({ id, team });
  talks.set(id, talk);
  return talk;
}

// One that was scrolled far up is read from its end the next time, so that what was opened once doesn't grow for ever.
export function closeTalk(channel: string): void {
  if ((talks.get(channel)?.state.get().posts.length ?? 0) > longestPage) talks.delete(channel);
}

export function forgetTalks(): void {
  talks.clear();
}

// What was said in a channel, as far as it was read: from its end upwards, and on with what comes.
import { api } from "../api/calls";
import { sentence } from "../api/http";
import type { Post } from "../api/types";
import { noPosts, type Posts, withNewer, withNewest, withOlder } from "./merging";
import { Store } from "./store";

export interface TalkState extends Posts {
  phase: "loading" | "ready" | "failed";
  loadingOlder: boolean;
  error: string;
}

const start: TalkState = { ...noPosts, phase: "loading", loadingOlder: false, error: "" };
const pageSize = 50;
const longestPage = 200;
// More than this many pages of news are read from their end instead of from their start.
const mostPages = 3;

export class Talk {
  readonly state = new Store<TalkState>(start);
  private run = 0;

  constructor(
    readonly channel: string,
    private readonly q = "",
  ) {}

  // The newest page, long enough for `unread` messages to be in it with one before them.
  async load(unread = 0): Promise<void> {
    const run = ++this.run;
    if (this.state.get().phase !== "ready") this.change({ phase: "loading", error: "" });
    try {
      const page = await this.newest(unread + 10);
      if (run === this.run) this.change({ ...withNewest(this.state.get(), page), phase: "ready", error: "" });
    } catch (error) {
      if (run !== this.run || this.state.get().phase === "ready") return;
      this.change({ phase: "failed", error: sentence(error) });
    }
  }

  async older(): Promise<void> {
    const { older, loadingOlder } = this.state.get();
    if (older === undefined || loadingOlder) return;
    const run = this.run;
    this.change({ loadingOlder: true, error: "" });
    try {
      const page = await api.posts(this.channel, { before: older, q: this.q }, pageSize);
      if (run === this.run) this.change({ ...withOlder(this.state.get(), page), loadingOlder: false });
      else this.change({ loadingOlder: false });
    } catch (error) {
      this.change({ loadingOlder: false, error: sentence(error) });
    }
  }

  // What came since the last message that is held, and at least `wanted`. Returns what is new here.
  async newer(wanted: readonly string[] = []): Promise<Post[]> {
    const before = new Set(this.state.get().posts.map((post) => post.id));
    await this.follow();
    const missing = (id: string) => this.state.get().posts.every((post) => post.id !== id);
    // One that was made before another and kept after it is behind what `follow` asks for.
    if (wanted.some(missing)) this.change(withNewest(this.state.get(), await this.newest()));
    return this.state.get().posts.filter((post) => !before.has(post.id));
  }

  add(post: Post): void {
    this.change(withNewer(this.state.get(), [post]));
  }

  private async follow(): Promise<void> {
    for (let pages = 0; pages < mostPages; pages += 1) {
      const { posts } = this.state.get();
      const after = posts[posts.length - 1]?.id;
      if (after === undefined) break;
      const page = await api.posts(this.channel, { after }, longestPage);
      this.change(withNewer(this.state.get(), page.messages));
      if (page.next === undefined || page.messages.length === 0) return;
    }
    this.change(withNewest(this.state.get(), await this.newest()));
  }

  private newest(most = pageSize): Promise<{ messages: Post[]; next?: string }> {
    return api.posts(this.channel, { q: this.q }, Math.min(longestPage, Math.max(pageSize, most)));
  }

  private change(part: Partial<TalkState>): void {
    this.state.update((state) => ({ ...state, ...part }));
  }
}

const talks = new Map<string, Talk>();

export function talkOf(channel: string): Talk {
  const known = talks.get(channel);
  if (known) return known;
  const talk = new Talk(channel);
  talks.set(channel, talk);
  return talk;
}

// One that was scrolled far up is read from its end the next time, so that what was opened once doesn't grow for ever.
export function closeTalk(channel: string): void {
  if ((talks.get(channel)?.state.get().posts.length ?? 0) > longestPage) talks.delete(channel);
}

export function forgetTalks(): void {
  talks.clear();
}

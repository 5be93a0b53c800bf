// Turns a stream of hints into few reads: those that come close together are answered by one round of fetching.
import type { Hint } from "../api/types";

export interface Plan {
  asks: string[]; // to be read one by one
  reload: boolean; // too many new ones: read the first page instead
  conversations: string[];
  notices: boolean;
  channels: string[]; // changed themselves: to be read again one by one
  posts: ReadonlyMap<string, readonly string[]>; // the new messages of each channel
  reads: boolean; // how far this person has read is to be read again
}

const openedAtOnce = 8;

// `known` are the asks that this page holds. A change of any other ask changes nothing that is shown.
export function plan(hints: readonly Hint[], known: (id: string) => boolean): Plan {
  const opened = new Set<string>();
  const changed = new Set<string>();
  const conversations = new Set<string>();
  const channels = new Set<string>();
  const posts = new Map<string, string[]>();
  let notices = false;
  let reads = false;
  for (const hint of hints) {
    if (hint.type === "notice.posted") notices = true;
    if (hint.channel) {
      if (hint.type === "channel.changed") channels.add(hint.channel);
      else reads = true;
      if (hint.message) posts.set(hint.channel, [...(posts.get(hint.channel) ?? []), hint.message]);
    }
    if (hint.conversation) conversations.add(hint.conversation);
    if (!hint.ask) continue;
    if (known(hint.ask)) changed.add(hint.ask);
    else if (hint.type === "ask.opened" || hint.type === "ask.delivered") opened.add(hint.ask);
  }
  const reload = opened.size > openedAtOnce;
  const asks = reload ? [...changed] : [...changed, ...opened];
  return { asks, reload, conversations: [...conversations], notices, channels: [...channels], posts, reads };
}

// Collects hints for a moment and hands them over in one piece. While one piece is worked on, the next one grows:
// a flood of hints slows the reading down instead of piling it up.
export class HintQueue {
  private waiting: Hint[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;

  constructor(
    private readonly handle: (hints: Hint[]) => Promise<void>,
    private readonly delay = 200,
  ) {}

  add(hint: Hint): void {
    this.waiting.push(hint);
    this.schedule();
  }

  private schedule(): void {
    if (this.busy || this.timer !== undefined || this.waiting.length === 0) return;
    this.timer = setTimeout(() => void this.flush(), this.delay);
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    this.busy = true;
    const hints = this.waiting;
    this.waiting = [];
    try {
      await this.handle(hints);
    } catch {
      // Hints are only hints: what this round missed is read with the next one, or after the next gap.
    } finally {
      this.busy = false;
      this.schedule();
    }
  }
}

// Runs `work` for each item, a few at a time.
export async function inTurn<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, queue.length) }, lane));
}

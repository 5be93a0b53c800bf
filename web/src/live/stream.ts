// The live connection: hints while it holds, and after every gap one call to read everything again.
import type { Hint } from "../api/types";
import { Store } from "../state/store";

export type Link = "connecting" | "live" | "lost";

const types = [
  "ask.opened",
  "ask.delivered",
  "ask.commented",
  "ask.answered",
  "ask.late_answer",
  "ask.expired",
  "ask.cancelled",
  "ask.superseded",
  "ask.escalated",
  "ask.voted",
  "message.created",
  "channel.changed",
  "channel.read",
  "delivery.failed",
  "notice.posted",
  "message",
];
const longest = 20_000;
const sleptFor = 20_000;

export const link = new Store<Link>("connecting");

export class Stream {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private tries = 0;
  private opened = 0;
  private hiddenAt = 0;

  constructor(
    private readonly onHint: (hint: Hint) => void,
    private readonly onGap: () => void,
    private readonly onRefused: () => void,
  ) {}

  start(): void {
    this.connect();
    window.addEventListener("online", this.again);
    document.addEventListener("visibilitychange", this.seen);
  }

  stop(): void {
    window.removeEventListener("online", this.again);
    document.removeEventListener("visibilitychange", this.seen);
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  private connect(): void {
    clearTimeout(this.timer);
    this.source?.close();
    const source = new EventSource("/api/v1/events");
    this.source = source;
    source.onopen = () => this.up();
    source.onerror = () => this.down(source);
    // More happened at once than is worth telling piece by piece.
    source.addEventListener("reset", () => this.onGap());
    for (const type of types) source.addEventListener(type, (event) => this.take(event as MessageEvent<string>));
  }

  private up(): void {
    this.tries = 0;
    this.opened += 1;
    link.set("live");
    // Also after the first connection: something may have happened between the first read and now.
    if (this.opened > 1) this.onGap();
  }

  // The browser's own retry gives up after an HTTP error and never waits longer, so every retry is ours.
  private down(source: EventSource): void {
    if (source !== this.source) return;
    source.close();
    this.tries += 1;
    link.set("lost");
    if (this.tries === 2) this.onRefused();
    const wait = Math.min(longest, 500 * 2 ** Math.min(this.tries - 1, 6));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), wait * (0.75 + Math.random() / 2));
  }

  private take(event: MessageEvent<string>): void {
    try {
      const data = JSON.parse(event.data) as Partial<Hint>;
      this.onHint({ ...data, type: data.type ?? event.type });
    } catch {
      // A hint that can't be read still says that something happened.
      this.onGap();
    }
  }

  private readonly again = () => {
    if (link.get() !== "live") this.connect();
  };

  // A phone that slept has often lost the connection without noticing.
  private readonly seen = () => {
    if (document.hidden) this.hiddenAt = Date.now();
    else if (this.hiddenAt && Date.now() - this.hiddenAt > sleptFor) this.connect();
  };
}

// Every ask that this page holds, and the three lists that show them.
import { api } from "../api/calls";
import { sentence } from "../api/http";
import type { Ask } from "../api/types";
import { appendPage, type Book, byNeed, byTime, emptyListing, type Listing, place, withAsks } from "./listing";
import { Store } from "./store";

export const book = new Store<Book>(new Map());

export function held(id: string): Ask | undefined {
  return book.get().get(id);
}

type Phase = "idle" | "loading" | "ready" | "failed";

export interface ListState extends Listing {
  phase: Phase;
  loadingMore: boolean;
  error: string;
}

const pageSize = 50;
const mostReloaded = 200;
// Long enough to stop a press that was meant for what stood there before.
const settleFor = 450;

export interface Query {
  state: string;
  q: string;
}

export class AskList {
  readonly state = new Store<ListState>({ ...emptyListing, phase: "idle", loadingMore: false, error: "" });
  // True for a moment after something moved, while presses don't count.
  readonly settling = new Store(false);
  private run = 0;
  private settleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private query: Query,
    private readonly order: (a: Ask, b: Ask) => number,
  ) {}

  asked(): Query {
    return this.query;
  }

  // Shows another query's result; the old one stays until the new one is there.
  async seek(query: Query): Promise<void> {
    if (this.query.q === query.q && this.query.state === query.state && this.state.get().phase === "ready") return;
    this.query = query;
    await this.load(pageSize);
  }

  // Reads the list again, as far as it was shown, within reason.
  reload(): Promise<void> {
    const shown = this.state.get().ids.length;
    return this.load(Math.min(mostReloaded, Math.max(pageSize, shown)));
  }

  private async load(limit: number): Promise<void> {
    const run = ++this.run;
    if (this.state.get().phase !== "ready") this.change({ phase: "loading", error: "" });
    try {
      const page = await api.asks(this.query, limit);
      if (run !== this.run) return;
      book.set(withAsks(book.get(), page.asks));
      const listing = appendPage(emptyListing, page, book.get(), this.order);
      if (this.state.get().phase === "ready" && this.moves(listing)) this.settle();
      this.change({ ...listing, phase: "ready", error: "", loadingMore: false });
    } catch (error) {
      if (run !== this.run) return;
      // What was read before stays in view; the connection's own sign says that it may be old.
      if (this.state.get().phase !== "ready") this.change({ phase: "failed", error: sentence(error) });
    }
  }

  async more(): Promise<void> {
    const { next, loadingMore } = this.state.get();
    if (next === undefined || loadingMore) return;
    const run = this.run;
    this.change({ loadingMore: true });
    try {
      const page = await api.asks(this.query, pageSize, next);
      if (run !== this.run) return;
      book.set(withAsks(book.get(), page.asks));
      this.change({ ...appendPage(this.state.get(), page, book.get(), this.order), loadingMore: false });
    } catch (error) {
      if (run === this.run) this.change({ loadingMore: false, error: sentence(error) });
    }
  }

  // Takes in one ask that was opened or has ended since the list was read. Returns whether it is new here.
  add(ask: Ask): boolean {
    const before = this.state.get();
    if (before.phase !== "ready" || this.query.q) return false;
    const after = place(before, ask, book.get(), this.order);
    if (after.ids === before.ids) return false;
    this.settle();
    this.change(after);
    return true;
  }

  // Leaves out what has ended. Never done while somebody may be about to press: only on leaving the list or on demand.
  tidy(): void {
    const { ids } = this.state.get();
    const open = ids.filter((id) => held(id)?.state === "open");
    if (open.length !== ids.length) this.change({ ids: open });
  }

  reset(): void {
    this.run += 1;
    this.state.set({ ...emptyListing, phase: "idle", loadingMore: false, error: "" });
  }

  private moves(next: Listing): boolean {
    const before = this.state.get().ids;
    return before.some((id, index) => next.ids[index] !== id);
  }

  settle(): void {
    this.settling.set(true);
    clearTimeout(this.settleTimer);
    this.settleTimer = setTimeout(() => this.settling.set(false), settleFor);
  }

  private change(part: Partial<ListState>): void {
    this.state.update((state) => ({ ...state, ...part }));
  }
}

export const openList = new AskList({ state: "open", q: "" }, byNeed);
export const foundList = new AskList({ state: "open", q: "" }, byNeed);
export const pastList = new AskList({ state: "ended", q: "" }, byTime);

// Whether a card of the ask may have become taller or shorter.
function looksOther(before: Ask, after: Ask): boolean {
  const failed = (ask: Ask) => ask.deliveries?.filter((delivery) => delivery.state === "failed").length ?? 0;
  return (
    before.state !== after.state || before.answers?.length !== after.answers?.length || failed(before) !== failed(after)
  );
}

// Takes what the server says about one ask into everything that shows it. After a person's own answer nothing settles:
// they know what they pressed and may go on with the next card at once.
export function take(ask: Ask, own = false): { isNew: boolean } {
  const before = held(ask.id);
  book.set(withAsks(book.get(), [ask]));
  const now = held(ask.id) ?? ask;
  if (!own && before && looksOther(before, now)) openList.settle();
  if (now.state === "open") return { isNew: openList.add(now) };
  const wanted = pastList.asked().state;
  if (wanted === "ended" || wanted === now.state) pastList.add(now);
  return { isNew: false };
}

export async function refresh(id: string): Promise<void> {
  take(await api.ask(id));
}

export function forgetAsks(): void {
  book.set(new Map());
  for (const list of [openList, foundList, pastList]) list.reset();
}

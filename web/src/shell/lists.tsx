// The inbox and the history: a list, and beside it, or on a phone over it, the ask that is open.
import { useEffect } from "preact/hooks";
import { cursor, isWide } from "../asks/cursor";
import { Detail } from "../asks/detail";
import { Kinds, Search } from "../asks/filters";
import { CardKeys } from "../asks/keys";
import { AskRows } from "../asks/list";
import { troubleOf } from "../forms/outcome";
import { useKeys } from "../keys/keys";
import { Icon } from "../parts/icons";
import { Empty } from "../parts/small";
import { countText, useOpenCount, useTitle } from "../parts/title";
import { go, type Place, place } from "../router";
import { book, foundList, openList, pastList } from "../state/asks";
import { Store, useStore } from "../state/store";
import { LinkState } from "./link-state";

const searched = new Store("");

export function Lists({ from, askId }: { from: Place["from"]; askId: string | undefined }) {
  const counted = useOpenCount();
  const title = useStore(book, (asks) => (askId ? asks.get(askId)?.title : undefined));
  useTitle(title ?? (from === "history" ? "History" : "Inbox"), counted);
  useKeys({ Escape: () => (askId ? go(from === "history" ? "/history" : "/") : false) });
  useEffect(() => {
    if (askId) return;
    // Back in the list nothing is about to be pressed, so what has ended can leave.
    if (!isWide()) openList.tidy();
  }, [askId]);
  return (
    <main class={`lists ${askId ? "lists-open" : ""}`}>
      <section class="pane-list" data-scroller aria-label={from === "history" ? "History" : "Inbox"}>
        {from === "history" ? <Past /> : <Open />}
      </section>
      <section class="pane-detail" aria-label="Ask">
        {askId ? <Detail id={askId} /> : <Nothing from={from} />}
      </section>
      {!askId && from === "inbox" && <CardKeys />}
    </main>
  );
}

function Open() {
  const q = useStore(searched);
  const counted = useOpenCount();
  useEffect(() => {
    if (openList.state.get().phase === "idle") void openList.reload();
    return () => openList.tidy();
  }, []);
  useEffect(() => {
    if (q) void foundList.seek({ state: "open", q });
  }, [q]);
  return (
    <>
      <header class="list-head">
        <div class="list-title">
          <h1>Inbox</h1>
          {counted.ready && counted.count > 0 && <span class="faint">{countText(counted)} open</span>}
          <LinkState />
          <span class="push" />
          <Tidy />
        </div>
        <Search value={q} label="Search open asks" onSearch={(text) => searched.set(text)} />
      </header>
      <div onFocusIn={followFocus}>
        {!q && <Unreached />}
        {q ? (
          <AskRows list={foundList} from="inbox" label="Found asks" actions empty={<NoneFound q={q} />} />
        ) : (
          <AskRows list={openList} from="inbox" label="Open asks" actions empty={<AllDone />} />
        )}
      </div>
    </>
  );
}

// Whoever moves with Tab instead of j and k means the card that has the focus.
function followFocus(event: FocusEvent): void {
  const id = (event.target as Element).closest<HTMLElement>("[data-ask-id]")?.dataset.askId;
  if (id && place.get().path === "/") cursor.set(id);
}

function Tidy() {
  const listing = useStore(openList.state);
  const asks = useStore(book);
  const ended = listing.ids.filter((id) => asks.get(id)?.state !== "open").length;
  if (ended === 0) return null;
  return (
    <button type="button" class="text-button" onClick={() => openList.tidy()}>
      Clear {ended} done
    </button>
  );
}

// Where asks wait that nobody else was told of, this is the only place to learn it.
function Unreached() {
  const listing = useStore(openList.state);
  const asks = useStore(book);
  const lines = new Map<string, number>();
  for (const id of listing.ids) {
    const ask = asks.get(id);
    if (ask?.state !== "open") continue;
    const trouble = troubleOf(ask);
    if (!trouble?.onlyHere) continue;
    for (const line of trouble.lines.slice(0, 1)) lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  if (lines.size === 0) return null;
  const count = [...lines.values()].reduce((sum, one) => sum + one, 0);
  return (
    <div class="banner banner-warning banner-list" role="note" data-testid="unreached">
      <Icon name="warning" />
      <p>
        {[...lines.keys()].slice(0, 2).join(". ")}.{" "}
        <strong>{count === 1 ? "One ask is" : `${count} asks are`} only here.</strong>
      </p>
    </div>
  );
}

function AllDone() {
  return (
    <Empty icon="check" title="Nothing waits for you">
      <p>When an agent asks, it appears here by itself.</p>
    </Empty>
  );
}

function NoneFound({ q }: { q: string }) {
  return (
    <Empty icon="search" title="Nothing found">
      <p>No ask here matches “{q}”.</p>
    </Empty>
  );
}

function Past() {
  const search = useStore(place, (now) => (now.path === "/history" ? now.search : undefined));
  const asked = pastList.asked();
  const parameters = new URLSearchParams(search ?? "");
  const state = search === undefined ? asked.state : (parameters.get("state") ?? "ended");
  const q = search === undefined ? asked.q : (parameters.get("q") ?? "");
  useEffect(() => void pastList.seek({ state, q }), [state, q]);
  const show = (next: { state: string; q: string }) => {
    const text = new URLSearchParams();
    if (next.state !== "ended") text.set("state", next.state);
    if (next.q) text.set("q", next.q);
    const query = text.toString();
    go(query ? `/history?${query}` : "/history", { replace: true, from: "history" });
  };
  return (
    <>
      <header class="list-head">
        <div class="list-title">
          <h1>History</h1>
          <LinkState />
        </div>
        <Search value={q} label="Search history" onSearch={(text) => show({ state, q: text })} />
        <Kinds value={state} onPick={(next) => show({ state: next, q })} />
      </header>
      <AskRows
        list={pastList}
        from="history"
        label="Ended asks"
        actions={false}
        empty={q ? <NoneFound q={q} /> : <NoPast />}
      />
    </>
  );
}

function NoPast() {
  return (
    <Empty icon="history" title="No history yet">
      <p>Asks that were answered, expired or cancelled are kept here.</p>
    </Empty>
  );
}

function Nothing({ from }: { from: Place["from"] }) {
  const counted = useOpenCount();
  const shown = useStore(openList.state, (state) => state.ids.length);
  // An empty inbox says so in the list, and there is nothing to pick. One whose asks have all ended still shows them.
  if (from === "inbox" && counted.ready && counted.count === 0 && shown === 0) return null;
  return (
    <div class="nothing">
      <Icon name={from === "history" ? "history" : "inbox"} />
      <p>
        {from === "inbox" && counted.count > 0
          ? `${countText(counted)} ${counted.count === 1 ? "ask waits" : "asks wait"} for an answer`
          : "Pick an ask to see all of it"}
      </p>
      <p class="nothing-keys">
        <kbd>j</kbd> <kbd>k</kbd> move <kbd>a</kbd> approve <kbd>d</kbd> deny <kbd>?</kbd> all keys
      </p>
    </div>
  );
}

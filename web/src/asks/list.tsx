// A list of asks with its states: being read, empty, failed, more to come.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useKeys } from "../keys/keys";
import { Failed, Skeleton } from "../parts/small";
import { go, type Place, useRoute } from "../router";
import { type AskList, book } from "../state/asks";
import { useStore } from "../state/store";
import { cursor, focusCard, focusDetail, isWide } from "./cursor";
import { watchNear } from "./near";
import { InList } from "./quick";
import { Rows } from "./rows";

interface ListProps {
  list: AskList;
  from: Place["from"];
  label: string;
  actions: boolean;
  empty: ComponentChildren;
}

export function AskRows({ list, from, label, actions, empty }: ListProps) {
  const state = useStore(list.state);
  const at = useStore(cursor);
  const route = useRoute();
  useListKeys(state.ids, from, route.name === "ask");
  const open = (event: MouseEvent) => {
    const link = (event.target as Element).closest?.(".card-link");
    const id = link?.closest<HTMLElement>("[data-ask-id]")?.dataset.askId;
    if (!id || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    cursor.set(id);
    go(`/asks/${id}`, { from, replace: isWide() && route.name === "ask" });
    focusDetail();
  };
  if (state.phase === "idle" || state.phase === "loading") return <Skeleton rows={5} />;
  if (state.phase === "failed") return <Failed text={state.error} retry={() => void list.reload()} />;
  if (state.ids.length === 0) return <>{empty}</>;
  return (
    <InList.Provider value={list}>
      <Rows ids={state.ids} selected={at} actions={actions} label={label} onClick={open} />
      {state.next !== undefined && <More list={list} busy={state.loadingMore} error={state.error} />}
    </InList.Provider>
  );
}

// The next page is read before its place is reached; the button is there for those who get to it first.
function More({ list, busy, error }: { list: AskList; busy: boolean; error: string }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (!element || busy || error) return;
    return watchNear(element, (entry) => {
      if (entry.isIntersecting) void list.more();
    });
  }, [busy, error]);
  return (
    <div class="more" ref={end}>
      {error && <p role="alert">{error}</p>}
      <button type="button" class="button button-plain" aria-busy={busy} onClick={() => void list.more()}>
        {busy ? "Reading more…" : "Show more"}
      </button>
    </div>
  );
}

function useListKeys(ids: readonly string[], from: Place["from"], inDetail: boolean): void {
  const move = (by: number) => {
    const now = ids.indexOf(cursor.get());
    const next = now < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, now + by));
    const id = ids[next];
    if (id === undefined || !book.get().has(id)) return;
    cursor.set(id);
    if (isWide() || inDetail) go(`/asks/${id}`, { from, replace: inDetail });
    if (isWide() || !inDetail) focusCard(id);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: (event) => onCard(event) && move(1),
    ArrowUp: (event) => onCard(event) && move(-1),
  });
}

// Arrow keys move between cards only from a card; elsewhere they scroll.
function onCard(event: KeyboardEvent): boolean {
  return Boolean((event.target as Element | null)?.closest?.(".rows"));
}

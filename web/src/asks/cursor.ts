// The ask that keys act on: the one that is open, or the one that was last moved to in a list.
import { Store } from "../state/store";

export const cursor = new Store<string>("");

const wideEnough = window.matchMedia("(min-width: 760px)");

export function isWide(): boolean {
  return wideEnough.matches;
}

function rowOf(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-ask-id="${CSS.escape(id)}"]`);
}

// Scrolls at once, so that a key pressed right after meets a card in view; a row far away is drawn a frame later.
export function focusCard(id: string): void {
  rowOf(id)?.scrollIntoView({ block: "nearest" });
  requestAnimationFrame(() => {
    const row = rowOf(id);
    row?.querySelector<HTMLElement>(".card-link")?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  });
}

// Whether a person can read what the card asks.
export function isInView(id: string): boolean {
  const row = rowOf(id);
  const title = row?.querySelector(".card-title")?.getBoundingClientRect();
  const pane = row?.closest("[data-scroller]")?.getBoundingClientRect();
  return title !== undefined && pane !== undefined && title.top >= pane.top && title.bottom <= pane.bottom;
}

// A button that decided is gone, and the focus with it: put it on what stands there now.
export function keepFocus(id: string): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const outcome = document.querySelector<HTMLElement>("[data-testid=ask-detail] .outcome");
    if (outcome) outcome.focus({ preventScroll: true });
    else
      document
        .querySelector<HTMLElement>(`[data-ask-id="${CSS.escape(id)}"] .card-link`)
        ?.focus({ preventScroll: true });
  });
}

export function focusDetail(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-testid=ask-detail] h1")?.focus());
}

// Puts the focus on what the answer is written in, if it is written.
export function focusAnswer(): boolean {
  const inputs = "[data-testid=answer-form] :is(input, select, textarea:not([data-key=note]))";
  const input = document.querySelector<HTMLElement>(inputs);
  input?.focus();
  return input !== null;
}

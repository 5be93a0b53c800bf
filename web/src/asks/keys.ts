// The keys that answer the ask in view.
import type { Ask } from "../api/types";
import { press } from "../forms/decide";
import { tallyOf } from "../forms/outcome";
import { type KeyMap, useKeys } from "../keys/keys";
import { book } from "../state/asks";
import { useStore } from "../state/store";
import { cursor, focusAnswer, focusCard, isInView } from "./cursor";

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

// In the open ask.
export function AskKeys({ ask }: { ask: Ask }) {
  useKeys(answerKeys(ask, () => !focusIsElsewhere(ask.id)));
  useKeys({
    r: focusAnswer,
    n: () => focusOn("[data-testid=answer-form] [data-key=note]"),
    c: () => focusOn("[data-testid=composer] textarea"),
  });
  return null;
}

// In a list with no ask open: they act on the card that was last moved to, and only while it can be seen.
export function CardKeys() {
  const id = useStore(cursor);
  const ask = useStore(book, (asks) => asks.get(id));
  useKeys(answerKeys(ask, () => mayPress(id)));
  return null;
}

function focusIsElsewhere(id: string): boolean {
  const card = document.activeElement?.closest<HTMLElement>("[data-ask-id]");
  return card !== null && card !== undefined && card.dataset.askId !== id;
}

function mayPress(id: string): boolean {
  if (isInView(id)) return true;
  focusCard(id);
  return false;
}

function answerKeys(ask: Ask | undefined, mayNow: () => boolean): KeyMap {
  const votable = ask && ask.state === "open" && ask.may_answer !== false && tallyOf(ask)?.mine === undefined;
  if (!votable) return {};
  const key = (value: string) => () => mayNow() && press(ask, value);
  if (ask.form.kind === "approval") return { a: key("approve"), d: key("deny") };
  if (ask.form.kind !== "choice" || ask.form.multiple) return {};
  const options = ask.form.options.slice(0, 9);
  return Object.fromEntries(options.map((option, index) => [String(index + 1), key(option.value)]));
}

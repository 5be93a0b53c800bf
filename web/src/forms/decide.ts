// Sends a person's answer and keeps what came of it, for every view of the ask that is on screen.
import { api } from "../api/calls";
import { type FieldError, Problem, sentence, Unreachable } from "../api/http";
import type { Ask, Value } from "../api/types";
import { keepFocus } from "../asks/cursor";
import { announce } from "../parts/announce";
import { held, refresh, take } from "../state/asks";
import { draftOf, drop, keep } from "../state/drafts";
import { Store } from "../state/store";
import { addMessage } from "../state/threads";
import { clock } from "../time/format";
import { outcomeLine, outcomeOf } from "./outcome";
import { type Armed, stepOf } from "./press";

export interface Attempt {
  phase: "sending" | "refused" | "late" | "unsent";
  value: Value;
  text: string;
  errors: readonly FieldError[];
}

export const attempts = new Store<ReadonlyMap<string, Attempt>>(new Map());
export const armed = new Store<Armed | undefined>(undefined);

let disarm: ReturnType<typeof setTimeout> | undefined;

function mark(id: string, attempt: Attempt | undefined): void {
  const next = new Map(attempts.get());
  if (attempt) next.set(id, attempt);
  else next.delete(id);
  attempts.set(next);
}

export function dismiss(id: string): void {
  mark(id, undefined);
}

export function maySend(ask: Ask): boolean {
  return ask.state === "open" && ask.may_answer !== false && attempts.get().get(ask.id)?.phase !== "sending";
}

// A press on a button that decides by itself.
export function press(ask: Ask, value: string): void {
  if (!maySend(ask)) return;
  const step = stepOf(ask, value, armed.get(), performance.now());
  if (step === "wait") return;
  clearTimeout(disarm);
  if (step === "arm") {
    armed.set({ id: ask.id, value, at: performance.now() });
    disarm = setTimeout(() => armed.set(undefined), 6000);
    announce("This is critical. Press again to confirm.");
    return;
  }
  armed.set(undefined);
  void decide(ask, value);
}

export async function decide(ask: Ask, value: Value): Promise<void> {
  if (!maySend(ask)) return;
  mark(ask.id, { phase: "sending", value, text: "", errors: [] });
  try {
    const note = draftOf(ask.id).note?.trim();
    const answered = await api.answer(ask.id, value, note || undefined);
    take(answered, true);
    forget(ask.id);
    mark(ask.id, undefined);
    keepFocus(ask.id);
    const outcome = outcomeOf(answered);
    announce(outcome ? outcomeLine({ ...outcome, by: "you", where: "" }, "") : "Your vote is in.");
  } catch (error) {
    await failed(ask, value, error);
  }
}

// The comment that a person was writing beside the answer is theirs still.
export function forget(id: string): void {
  const { comment } = draftOf(id);
  drop(id);
  if (comment) keep(id, { comment });
}

async function failed(ask: Ask, value: Value, error: unknown): Promise<void> {
  if (error instanceof Problem && error.status === 409) {
    await refresh(ask.id).catch(() => {});
    const now = held(ask.id);
    const outcome = now && outcomeOf(now);
    const how = outcome ? outcomeLine(outcome, outcome.at && clock(outcome.at)) : error.message;
    return tell(ask.id, { phase: "late", value, text: `Too late: ${lowerFirst(how)}.`, errors: [] });
  }
  if (error instanceof Unreachable) {
    const text = "askd can’t be reached, so this may not have arrived. What you wrote is kept; try again.";
    return tell(ask.id, { phase: "unsent", value, text, errors: [] });
  }
  const errors = error instanceof Problem ? error.errors : [];
  tell(ask.id, { phase: "refused", value, text: sentence(error), errors });
}

// What a person wrote for an answer that came too late can still be said.
export function wordsOf(id: string): string {
  const { text, note } = draftOf(id);
  return [text, note].filter(Boolean).join("\n\n").trim();
}

export async function sayInstead(ask: Ask): Promise<void> {
  try {
    addMessage(ask.conversation, await api.comment(ask.conversation, wordsOf(ask.id)));
    forget(ask.id);
    dismiss(ask.id);
    announce("Sent as a comment.");
  } catch (error) {
    tell(ask.id, { phase: "late", value: "", text: sentence(error), errors: [] });
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
}

function tell(id: string, attempt: Attempt): void {
  mark(id, attempt);
  announce(attempt.text);
}

// The notices, newest first.
import { api } from "../api/calls";
import { sentence } from "../api/http";
import type { Notice } from "../api/types";
import { byCreation } from "./creation";
import { Store } from "./store";

export interface NoticesState {
  notices: readonly Notice[];
  next: string | undefined;
  phase: "idle" | "loading" | "ready" | "failed";
  error: string;
}

const empty: NoticesState = { notices: [], next: undefined, phase: "idle", error: "" };
const pageSize = 40;

export const noticesState = new Store<NoticesState>(empty);

function change(part: Partial<NoticesState>): void {
  noticesState.update((state) => ({ ...state, ...part }));
}

function merged(first: readonly Notice[], second: readonly Notice[]): Notice[] {
  const byId = new Map([...first, ...second].map((notice) => [notice.id, notice]));
  return [...byId.values()].sort((a, b) => byCreation(b, a));
}

export async function loadNotices(): Promise<void> {
  if (noticesState.get().phase === "idle") change({ phase: "loading" });
  try {
    const page = await api.notices(pageSize);
    const { phase, notices, next } = noticesState.get();
    // Later pages that were read already stay, and with them the mark where to go on.
    const goOn = phase === "ready" && notices.length > pageSize ? next : page.next;
    change({ notices: merged(notices, page.notices), next: goOn, phase: "ready", error: "" });
  } catch (error) {
    if (noticesState.get().phase !== "ready") change({ phase: "failed", error: sentence(error) });
  }
}

export async function moreNotices(): Promise<void> {
  const { next } = noticesState.get();
  if (next === undefined) return;
  try {
    const page = await api.notices(pageSize, next);
    change({ notices: merged(noticesState.get().notices, page.notices), next: page.next, error: "" });
  } catch (error) {
    change({ error: sentence(error) });
  }
}

export function forgetNotices(): void {
  noticesState.set(empty);
}

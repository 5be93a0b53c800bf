// What a person has typed and not yet sent. It outlives a reload, a lost network and a phone that kills the app.
import { Store } from "./store";

export interface Draft {
  note?: string;
  text?: string;
  comment?: string;
  picked?: string[];
  fields?: Record<string, string | string[]>;
}

const prefix = "askd.draft.";
const keptFor = 30 * 24 * 3600 * 1000;

export const drafts = new Store<ReadonlyMap<string, Draft>>(readAll());

function readAll(): Map<string, Draft> {
  const found = new Map<string, Draft>();
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(prefix))) {
      const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as { at?: number; draft?: Draft };
      if (kept.draft && kept.at && Date.now() - kept.at < keptFor) found.set(key.slice(prefix.length), kept.draft);
      else localStorage.removeItem(key);
    }
  } catch {
    // A browser that keeps nothing, or something foreign under our name: start with what was readable.
  }
  return found;
}

function write(id: string, draft: Draft | undefined): void {
  try {
    if (draft) localStorage.setItem(prefix + id, JSON.stringify({ at: Date.now(), draft }));
    else localStorage.removeItem(prefix + id);
  } catch {
    // Full or forbidden storage costs only the memory over a reload.
  }
}

export function draftOf(id: string): Draft {
  return drafts.get().get(id) ?? {};
}

export function keep(id: string, part: Draft): void {
  const draft = { ...draftOf(id), ...part };
  const next = new Map(drafts.get());
  const hasContent = Object.values(draft).some((value) => value !== undefined && value !== "" && value?.length !== 0);
  if (hasContent) next.set(id, draft);
  else next.delete(id);
  drafts.set(next);
  write(id, hasContent ? draft : undefined);
}

export function drop(id: string): void {
  const next = new Map(drafts.get());
  next.delete(id);
  drafts.set(next);
  write(id, undefined);
}

export function dropAll(): void {
  for (const id of drafts.get().keys()) write(id, undefined);
  drafts.set(new Map());
}

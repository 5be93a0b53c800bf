// Puts everything that happened in a conversation into the order in which it happened.
import type { Ask, Message, Notice } from "../api/types";

export type Entry =
  | { kind: "message"; at: string; key: string; message: Message }
  | { kind: "notice"; at: string; key: string; notice: Notice }
  | { kind: "ask"; at: string; key: string; ask: Ask }
  | { kind: "answer"; at: string; key: string; ask: Ask };

interface Parts {
  asks: readonly Ask[];
  notices: readonly Notice[];
  messages: readonly Message[];
}

// `apart` is the ask that the page shows above the conversation, and so not again in it.
export function timelineOf({ asks, notices, messages }: Parts, apart?: string): Entry[] {
  const entries: Entry[] = [];
  for (const message of messages) {
    // A notice comes with its own title and links; its message would only say it twice.
    if (message.kind === "notice" && notices.length > 0) continue;
    entries.push({ kind: "message", at: message.created_at, key: message.id, message });
  }
  for (const notice of notices) entries.push({ kind: "notice", at: notice.created_at, key: notice.id, notice });
  for (const ask of asks) {
    if (ask.id !== apart) entries.push({ kind: "ask", at: ask.created_at, key: ask.id, ask });
    if (ask.answer?.at) entries.push({ kind: "answer", at: ask.answer.at, key: `${ask.id}-answer`, ask });
  }
  // The end of the ask above stands there already; in the conversation it only says where in it that was.
  if (entries.every((entry) => entry.kind === "answer" && entry.ask.id === apart)) return [];
  return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.key < b.key ? -1 : 1));
}

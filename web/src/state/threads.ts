// Conversations as far as they were read: their messages, and the asks and notices that live in them.
import { api } from "../api/calls";
import { sentence } from "../api/http";
import type { Agent, Message, Notice } from "../api/types";
import { book } from "./asks";
import { withAsks } from "./listing";
import { Store } from "./store";

export interface Thread {
  phase: "loading" | "ready" | "failed";
  error: string;
  agent: Agent | undefined;
  askIds: readonly string[];
  notices: readonly Notice[];
  messages: readonly Message[];
}

const loading: Thread = { phase: "loading", error: "", agent: undefined, askIds: [], notices: [], messages: [] };
const pageSize = 200;
const mostPages = 25;

export const threads = new Store<ReadonlyMap<string, Thread>>(new Map());

function put(id: string, thread: Thread): void {
  threads.update((all) => new Map(all).set(id, thread));
}

async function allMessages(id: string): Promise<Message[]> {
  const found = new Map<string, Message>();
  let after: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const before = found.size;
    const page = await api.messages(id, pageSize, after);
    for (const message of page.messages) found.set(message.id, message);
    after = page.next;
    if (after === undefined || found.size === before) break;
  }
  return [...found.values()];
}

export async function loadThread(id: string): Promise<void> {
  if (!threads.get().has(id)) put(id, loading);
  try {
    const [conversation, messages] = await Promise.all([api.conversation(id), allMessages(id)]);
    book.set(withAsks(book.get(), conversation.asks));
    const askIds = conversation.asks.map((ask) => ask.id);
    put(id, { ...loading, phase: "ready", agent: conversation.agent, askIds, notices: conversation.notices, messages });
  } catch (error) {
    const held = threads.get().get(id) ?? loading;
    if (held.phase !== "ready") put(id, { ...held, phase: "failed", error: sentence(error) });
  }
}

// What the server returned for a comment is shown at once, before the hint about it comes.
export function addMessage(id: string, message: Message): void {
  const held = threads.get().get(id);
  if (!held || held.messages.some((known) => known.id === message.id)) return;
  put(id, { ...held, messages: [...held.messages, message] });
}

export function forgetThreads(): void {
  threads.set(new Map());
}

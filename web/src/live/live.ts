// What a hint leads to: the reads that bring this page up to date, and the sentence for those who can't see it.

import { api } from "../api/calls";
import type { Hint } from "../api/types";
import { announce } from "../parts/announce";
import { held, openList, pastList, refresh, take } from "../state/asks";
import { loadNotices, noticesState } from "../state/notices";
import { loadThread, threads } from "../state/threads";
import { catchUpChannels, followChannels } from "./channels";
import { HintQueue, inTurn, plan } from "./hints";
import { link, Stream } from "./stream";
import { counted, quietly } from "./watched";

// Asks and conversations that are on screen now. What isn't on screen is read when it is opened.
const watchedThreads = new Map<string, number>();
const watchedAsks = new Map<string, number>();
let stream: Stream | undefined;

export const watchThread = (id: string) => counted(watchedThreads, id);
export const watchAsk = (id: string) => counted(watchedAsks, id);

async function handle(hints: Hint[]): Promise<void> {
  const todo = plan(hints, (id) => held(id) !== undefined);
  const fresh: string[] = [];
  const readOne = async (id: string) => {
    const ask = await api.ask(id);
    if (take(ask).isNew) fresh.push(`${ask.agent.name} asks: ${ask.title}`);
  };
  if (todo.reload) {
    await quietly(openList.reload());
    announce("Several new asks");
  }
  await inTurn(todo.asks, 4, (id) => quietly(readOne(id)));
  if (fresh.length > 3) announce(`${fresh.length} new asks`);
  else if (fresh.length > 0) announce(fresh.join(". "));
  for (const id of todo.conversations) {
    if (watchedThreads.has(id)) await loadThread(id);
    else if (threads.get().has(id)) threads.update((all) => without(all, id));
  }
  await followChannels(todo);
  if (todo.notices) await loadNotices();
}

function without<V>(map: ReadonlyMap<string, V>, id: string): ReadonlyMap<string, V> {
  const next = new Map(map);
  next.delete(id);
  return next;
}

async function catchUp(): Promise<void> {
  const lists = [openList, pastList].filter((list) => list.state.get().phase !== "idle");
  await Promise.all(lists.map((list) => list.reload()));
  await inTurn([...watchedAsks.keys()], 4, (id) => quietly(refresh(id)));
  for (const id of watchedThreads.keys()) await loadThread(id);
  await catchUpChannels();
  if (noticesState.get().phase !== "idle") await loadNotices();
}

export function startLive(onRefused: () => void): void {
  stopLive();
  const queue = new HintQueue(handle);
  const started = new Stream(
    (hint) => queue.add(hint),
    () => void catchUp(),
    onRefused,
  );
  stream = started;
  started.start();
}

export function stopLive(): void {
  stream?.stop();
  stream = undefined;
  link.set("connecting");
}

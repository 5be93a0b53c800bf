// The channels that this person can see, who is in them, and how far each was read.
import { api, type ChannelChange, type MemberName } from "../api/calls";
import { Problem, sentence } from "../api/http";
import type { Channel, Member, Read } from "../api/types";
import { Store } from "./store";

export interface ChannelsState {
  phase: "idle" | "loading" | "ready" | "failed";
  error: string;
  all: ReadonlyMap<string, Channel>;
  // How far each was read; undefined until the server has said so.
  reads: ReadonlyMap<string, Read> | undefined;
}

const empty: ChannelsState = { phase: "idle", error: "", all: new Map(), reads: undefined };
const pageSize = 200;
const mostPages = 25;

export const channelsState = new Store<ChannelsState>(empty);
export const members = new Store<ReadonlyMap<string, readonly Member[]>>(new Map());

function change(part: Partial<ChannelsState>): void {
  channelsState.update((state) => ({ ...state, ...part }));
}

export function heldChannel(id: string): Channel | undefined {
  return channelsState.get().all.get(id);
}

export function lastRead(id: string): Read | undefined {
  return channelsState.get().reads?.get(id);
}

// The marks are the one source of what is unread; a channel's own numbers are as old as the channel.
function withRead(channel: Channel, reads: ChannelsState["reads"]): Channel {
  const read = reads?.get(channel.id);
  if (!read || (read.unread === channel.unread && read.mentioned === channel.mentioned)) return channel;
  return { ...channel, unread: read.unread, mentioned: read.mentioned };
}

function show(channels: Iterable<Channel>, reads: ChannelsState["reads"]): void {
  const all = new Map<string, Channel>();
  for (const channel of channels) all.set(channel.id, withRead(channel, reads));
  change({ all, reads });
}

async function allChannels(): Promise<Channel[]> {
  const found = new Map<string, Channel>();
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await api.channels(pageSize, cursor);
    for (const channel of page.channels) found.set(channel.id, channel);
    cursor = page.next;
    if (cursor === undefined) break;
  }
  return [...found.values()];
}

export async function loadChannels(): Promise<void> {
  if (channelsState.get().phase !== "ready") change({ phase: "loading", error: "" });
  try {
    const [channels, { reads }] = await Promise.all([allChannels(), api.reads()]);
    show(channels, new Map(reads.map((read) => [read.channel_id, read])));
    change({ phase: "ready", error: "" });
  } catch (error) {
    if (channelsState.get().phase !== "ready") change({ phase: "failed", error: sentence(error) });
  }
}

// One call says of all channels how far they were read. Returns those where the person was mentioned meanwhile.
export async function loadReads(): Promise<Channel[]> {
  if (channelsState.get().phase !== "ready") return [];
  const { reads } = await api.reads();
  const before = channelsState.get().all;
  // A channel that isn't held is one that the person has just come into.
  if (reads.some((read) => !before.has(read.channel_id))) await loadChannels();
  else show(before.values(), new Map(reads.map((read) => [read.channel_id, read])));
  const now = [...channelsState.get().all.values()];
  return now.filter((channel) => channel.member && channel.mentioned && !before.get(channel.id)?.mentioned);
}

export function takeChannel(channel: Channel): void {
  const { all, reads } = channelsState.get();
  show(new Map(all).set(channel.id, channel).values(), reads);
}

function dropChannel(id: string): void {
  const all = new Map(channelsState.get().all);
  if (all.delete(id)) change({ all });
}

// Reads one again that has changed. One that may not be seen any more leaves the list.
export async function refreshChannel(id: string): Promise<void> {
  try {
    takeChannel(await api.channel(id));
  } catch (error) {
    if (!(error instanceof Problem) || (error.status !== 404 && error.status !== 403)) throw error;
    dropChannel(id);
  }
}

export async function markRead(id: string, message: string): Promise<void> {
  const read = await api.readTo(id, message);
  const { all, reads } = channelsState.get();
  show(all.values(), new Map(reads).set(id, read));
}

export async function loadMembers(id: string): Promise<void> {
  const answer = await api.members(id);
  members.update((all) => new Map(all).set(id, answer.members));
}

export async function makeChannel(given: { name: string; description?: string; tags?: string[] }): Promise<Channel> {
  const channel = await api.makeChannel(given);
  takeChannel(channel);
  return channel;
}

export async function changeChannel(id: string, part: ChannelChange): Promise<void> {
  takeChannel(await api.changeChannel(id, part));
}

// Both read again what they changed: the numbers of a channel, and whether this person is in it, are the server's to
// say.
export async function addMember(id: string, name: MemberName): Promise<Member> {
  const member = await api.addMember(id, name);
  await Promise.all([refreshChannel(id), loadMembers(id)]);
  return member;
}

export async function removeMember(id: string, name: MemberName): Promise<void> {
  await api.removeMember(id, name);
  await refreshChannel(id);
  if (heldChannel(id)) await loadMembers(id);
}

export function forgetChannels(): void {
  channelsState.set(empty);
  members.set(new Map());
}

// The channels that this person can see, who is in them, and how far each was read.
import { api, type ChannelChange, type ChannelKey, type MemberName } from "../api/calls";
import { Problem, sentence } from "../api/http";
import { everyPage } from "../api/pages";
import type { Channel, Member, Read } from "../api/types";
import { Store } from "./store";
import { teams } from "./teams";

export interface ChannelsState {
  phase: "idle" | "loading" | "ready" | "failed";
  error: string;
  all: ReadonlyMap<string, Channel>;
  // How far each was read; undefined until the server has said so.
  reads: ReadonlyMap<string, Read> | undefined;
}

const empty: ChannelsState = { phase: "idle", error: "", all: new Map(), reads: undefined };
const pageSize = 200;

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

// Of all teams of the person: a channel of the second one is no less theirs.
async function allChannels(): Promise<Channel[]> {
  const ofTeam = (team: string) => everyPage("channels", (cursor) => api.channels(team, pageSize, cursor));
  return (await Promise.all(teams.get().map(ofTeam))).flat();
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
  const { all: before, reads: known } = channelsState.get();
  // A channel that isn't held is one that the person has just come into; one that no list told before is no news.
  const cameIn = (id: string) => !before.has(id) && !known?.has(id);
  if (reads.some((read) => cameIn(read.channel_id))) await loadChannels();
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

function isGone(error: unknown): boolean {
  return error instanceof Problem && (error.status === 404 || error.status === 403);
}

// Of one that isn't held, nobody here knows yet whose it is.
async function readChannel(id: string): Promise<Channel | undefined> {
  const held = heldChannel(id);
  for (const team of held ? [held.team] : teams.get()) {
    try {
      return await api.channel({ id, team });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return undefined;
}

// Reads one again that has changed. One that may not be seen any more leaves the list.
export async function refreshChannel(id: string): Promise<void> {
  const channel = await readChannel(id);
  if (!channel) return dropChannel(id);
  const wasIn = heldChannel(id)?.member === true;
  takeChannel(channel);
  // How far it was read is told of those only that the person is in.
  if (channel.member && !wasIn) await loadReads();
}

export async function markRead(id: string, message: string): Promise<void> {
  const read = await api.readTo(id, message);
  const { all, reads } = channelsState.get();
  show(all.values(), new Map(reads).set(id, read));
}

export async function loadMembers(key: ChannelKey): Promise<void> {
  const answer = await api.members(key);
  members.update((all) => new Map(all).set(key.id, answer.members));
}

export interface NewChannel {
  name: string;
  description?: string;
  tags?: string[];
}

export async function makeChannel(team: string, given: NewChannel): Promise<Channel> {
  const channel = await api.makeChannel(team, given);
  takeChannel(channel);
  return channel;
}

export async function changeChannel(key: ChannelKey, part: ChannelChange): Promise<void> {
  takeChannel(await api.changeChannel(key, part));
}

// Both read again what they changed: the numbers of a channel, and whether this person is in it, are the server's to
// say.
export async function addMember(key: ChannelKey, name: MemberName): Promise<Member> {
  const member = await api.addMember(key, name);
  await Promise.all([refreshChannel(key.id), loadMembers(key)]);
  return member;
}

// By the id: two may have one name, and whoever is put out must be the one whose button was pressed.
export async function removeMember(key: ChannelKey, { type, id }: Member): Promise<void> {
  await api.removeMember(key, type === "agent" ? { agent: id } : { person: id });
  await refreshChannel(key.id);
  if (heldChannel(key.id)) await loadMembers(key);
}

export function forgetChannels(): void {
  channelsState.set(empty);
  members.set(new Map());
}

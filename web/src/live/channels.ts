// What hints about channels lead to: the list and its marks, and what is said in the channel that is on screen.
import type { Channel, Post } from "../api/types";
import { cutAt } from "../forms/plain";
import { announce } from "../parts/announce";
import { channelsState, heldChannel, loadChannels, loadMembers, loadReads, refreshChannel } from "../state/channels";
import { talkOf } from "../state/talks";
import { inTurn, type Plan } from "./hints";
import { counted, quietly } from "./watched";

const watched = new Map<string, number>();
const changedAtOnce = 8;
const spokenLength = 200;

export const watchChannel = (id: string) => counted(watched, id);

export async function followChannels(todo: Plan): Promise<void> {
  if (channelsState.get().phase === "idle") return;
  if (todo.channels.length > changedAtOnce) await loadChannels();
  else await inTurn(todo.channels, 4, (id) => quietly(refreshChannel(id)));
  await inTurn(onScreen(todo.channels), 4, (channel) => quietly(loadMembers(channel)));
  const spoken: string[] = [];
  for (const channel of onScreen(todo.posts.keys())) {
    const follow = async () => {
      const posts = await talkOf(channel).newer(todo.posts.get(channel.id));
      spoken.push(...posts.map(said));
    };
    await quietly(follow());
  }
  if (todo.reads) await quietly(readMarks());
  if (spoken.length > 3) announce(`${spoken.length} new messages`);
  else if (spoken.length > 0) announce(spoken.join(". "));
}

function onScreen(ids: Iterable<string>): Channel[] {
  const shown = [...ids].filter((id) => watched.has(id)).map(heldChannel);
  return shown.filter((channel): channel is Channel => channel !== undefined);
}

function said(post: Post): string {
  return `${post.author_name}: ${cutAt(post.content, spokenLength).text}`;
}

// A mention in a channel that isn't on screen would otherwise be silent.
async function readMarks(): Promise<void> {
  const elsewhere = (await loadReads()).filter((channel) => !watched.has(channel.id));
  if (elsewhere.length > 0) announce(`You are mentioned in ${elsewhere.map((channel) => channel.name).join(", ")}`);
}

// After a gap.
export async function catchUpChannels(): Promise<void> {
  if (channelsState.get().phase === "idle") return;
  await loadChannels();
  for (const channel of onScreen(watched.keys())) {
    await quietly(talkOf(channel).newer());
    await quietly(loadMembers(channel));
  }
}

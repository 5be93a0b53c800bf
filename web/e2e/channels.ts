// Channels, as people make them and speak in them over the API.
import type { Page } from "@playwright/test";
import type { Channel, Member, Post } from "../src/api/types";
import type { Askd } from "./askd";
import { as, type Person } from "./fixtures";

export const firstAgent = "first-agent";

interface Made {
  description?: string;
  people?: Person[];
  agent?: boolean;
}

// Whoever makes it is in it, and of all others only those who are named.
export async function makeChannel(askd: Askd, by: Person, name: string, made: Made = {}): Promise<Channel> {
  const { people = [], agent = true, description } = made;
  const channel = await as<Channel>(askd, by, "POST", "/channels", { name, description });
  const path = `/channels/${channel.id}/members`;
  const { members } = await as<{ members: Member[] }>(askd, by, "GET", path);
  const wanted = [by, ...people].map((person) => person.name);
  const there = members.filter((member) => member.type === "human");
  const isIn = (name: string) => there.some((member) => member.name === name);
  for (const person of wanted) if (!isIn(person)) await as(askd, by, "POST", path, { person });
  for (const { id, name } of there) if (!wanted.includes(name)) await as(askd, by, "DELETE", path, { person: id });
  if (agent) await as(askd, by, "POST", path, { agent: firstAgent });
  return channel;
}

export function say(askd: Askd, by: Person, channel: Channel, content: string): Promise<Post> {
  return as<Post>(askd, by, "POST", `/channels/${channel.id}/messages`, { content });
}

// What tests before this one left unread is read.
export async function readAll(askd: Askd, person: Person): Promise<void> {
  const { channels } = await as<{ channels: Channel[] }>(askd, person, "GET", "/channels");
  for (const { id, last, member } of channels)
    if (member && last) await as(askd, person, "PUT", "/me/reads", { channel_id: id, message_id: last });
}

export const row = (page: Page, name: string) => page.getByTestId("channel-row").filter({ hasText: name });
export const posts = (page: Page) => page.getByTestId("channel").getByTestId("post");
export const post = (page: Page, text: string | RegExp) => posts(page).filter({ hasText: text });
export const composer = (page: Page) => page.getByTestId("channel-composer").getByRole("textbox");
export const about = (page: Page) => page.getByTestId("about-channel");
export const member = (page: Page, name: string) => about(page).getByTestId("member").filter({ hasText: name });

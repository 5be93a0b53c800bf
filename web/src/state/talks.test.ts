import { afterEach, expect, test, vi } from "vitest";
import { serve } from "../api/sample";
import type { Post } from "../api/types";
import { samplePost } from "../channels/sample";
import { Talk } from "./talks";

const channel = { id: "ch_1", team: "growth" };
const time = (number: number) => new Date(Date.UTC(2026, 2, 11) + number * 1000).toISOString();
const post = (number: number) => samplePost(number, { created_at: time(number) });
const upTo = (count: number) => Array.from({ length: count }, (_, index) => post(index + 1));
const held = (talk: Talk) => talk.state.get().posts.map((one) => Number(one.id.slice(4)));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

afterEach(() => vi.unstubAllGlobals());

// Answers as the server does, from what was said so far.
function serveChannel(said: Post[]) {
  return serve(({ query }) => {
    const { before, after } = { before: query.get("before") ?? "~", after: query.get("after") };
    const limit = Number(query.get("limit"));
    const all = said.filter((one) => one.id < before && one.id > (after ?? ""));
    const messages = after === null ? all.slice(-limit) : all.slice(0, limit);
    const edge = after === null ? messages[0] : messages[messages.length - 1];
    return { messages, next: messages.length < all.length ? edge?.id : undefined };
  });
}

test("every call names the channel's team", async () => {
  const asked = serveChannel(upTo(80));
  const talk = new Talk(channel);
  await talk.load();
  await talk.older();
  await talk.newer();
  expect(asked.map(({ path, query }) => [path, query.get("team")])).toEqual(
    Array(3).fill(["/channels/ch_1/messages", "growth"]),
  );
});

test("what was said while the connection was lost isn't skipped for what this person said after it", async () => {
  const said = upTo(60);
  serveChannel(said);
  const talk = new Talk(channel);
  await talk.load();
  said.push(post(61), post(62), post(63));
  talk.add(post(63));
  await talk.newer();
  expect(held(talk).slice(-4)).toEqual([60, 61, 62, 63]);
  said.push(...range(64, 1200).map(post));
  talk.add(post(1200));
  await talk.newer();
  const now = held(talk);
  expect(now).toEqual(range(now[0] ?? 0, 1200));
});

test("the mark is reached page by page, and not beyond it", async () => {
  const asked = serveChannel(upTo(900));
  const talk = new Talk(channel);
  await talk.load(500);
  expect(held(talk)).toHaveLength(200);
  await talk.reach("msg_0400", 10);
  expect(held(talk)[0]).toBeLessThanOrEqual(400);
  expect(asked).toHaveLength(3);
  await talk.reach("msg_0001", 1);
  expect(asked).toHaveLength(4);
  await talk.reach(null, 10);
  expect(held(talk)).toEqual(range(1, 900));
});

test("two who want the page above read it once", async () => {
  const asked = serveChannel(upTo(300));
  const talk = new Talk(channel);
  await talk.load();
  await Promise.all([talk.older(), talk.reach("msg_0220", 1)]);
  expect(asked).toHaveLength(2);
  expect(held(talk)).toEqual(range(201, 300));
});

test("around one message stands what was said before and after it, and both ways go on", async () => {
  serveChannel(upTo(200));
  const talk = new Talk(channel);
  await talk.around(post(100));
  expect(held(talk)).toEqual(range(75, 125));
  await talk.goOn();
  expect(held(talk)).toEqual(range(75, 175));
  await talk.goOn();
  expect(talk.state.get().later).toBeUndefined();
  await talk.older();
  expect(held(talk)).toEqual(range(25, 200));
});

test("a page above that can't be read is told, and can be tried again", async () => {
  serveChannel(upTo(100));
  const talk = new Talk(channel);
  await talk.load();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  await talk.reach("msg_0001", 5);
  expect(talk.state.get()).toMatchObject({ loadingOlder: false, error: expect.stringContaining("can't be reached") });
  serveChannel(upTo(100));
  await talk.older();
  expect(talk.state.get().error).toBe("");
  expect(held(talk)).toEqual(range(1, 100));
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Hint } from "../api/types";
import { HintQueue, inTurn, plan } from "./hints";

const opened = (id: string): Hint => ({ type: "ask.opened", ask: id });

test("a few new asks are read one by one, each once", () => {
  const todo = plan([opened("a"), opened("b"), opened("a")], () => false);
  expect(todo).toMatchObject({ asks: ["a", "b"], reload: false });
});

test("many new asks are read as a page, and what is held still one by one", () => {
  const hints = Array.from({ length: 5000 }, (_, index) => opened(`n${index}`));
  const todo = plan([...hints, { type: "ask.answered", ask: "held" }], (id) => id === "held");
  expect(todo).toMatchObject({ asks: ["held"], reload: true });
});

test("the end of an ask that isn't held changes nothing here", () => {
  expect(plan([{ type: "ask.answered", ask: "x" }], () => false).asks).toEqual([]);
});

test("conversations and notices are named once", () => {
  const todo = plan(
    [
      { type: "message.created", conversation: "c" },
      { type: "ask.commented", ask: "x", conversation: "c" },
      { type: "notice.posted", conversation: "d" },
    ],
    () => false,
  );
  expect(todo).toMatchObject({ conversations: ["c", "d"], notices: true });
});

test("of a channel's messages each is named, and one read says what is unread in all of them", () => {
  const todo = plan(
    [
      { type: "message.created", channel: "x", message: "m1" },
      { type: "message.created", channel: "y", message: "m2" },
      { type: "message.created", channel: "x", message: "m3" },
    ],
    () => false,
  );
  expect([...todo.posts]).toEqual([
    ["x", ["m1", "m3"]],
    ["y", ["m2"]],
  ]);
  expect(todo).toMatchObject({ reads: true, channels: [], conversations: [] });
});

test("a changed channel is read once, and marks that moved elsewhere need no channel", () => {
  const changed: Hint = { type: "channel.changed", channel: "x" };
  expect(plan([changed, changed], () => false)).toMatchObject({ channels: ["x"], reads: false });
  expect(plan([{ type: "channel.read", channel: "x" }], () => false)).toMatchObject({ channels: [], reads: true });
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("hints that come together are handled together, and those that come meanwhile afterwards", async () => {
  const rounds: number[] = [];
  let finish: () => void = () => {};
  const queue = new HintQueue((hints) => {
    rounds.push(hints.length);
    return new Promise((resolve) => {
      finish = resolve;
    });
  }, 100);
  queue.add(opened("a"));
  queue.add(opened("b"));
  await vi.advanceTimersByTimeAsync(100);
  for (let count = 0; count < 50; count += 1) queue.add(opened(String(count)));
  await vi.advanceTimersByTimeAsync(1000);
  expect(rounds).toEqual([2]);
  finish();
  await vi.advanceTimersByTimeAsync(100);
  expect(rounds).toEqual([2, 50]);
});

test("a round that fails doesn't stop the next", async () => {
  let calls = 0;
  const queue = new HintQueue(async () => {
    calls += 1;
    if (calls === 1) throw new Error("lost");
  }, 100);
  queue.add(opened("a"));
  await vi.advanceTimersByTimeAsync(100);
  queue.add(opened("b"));
  await vi.advanceTimersByTimeAsync(100);
  expect(calls).toBe(2);
});

test("no more than the given number at a time", async () => {
  let now = 0;
  let most = 0;
  await inTurn([1, 2, 3, 4, 5], 2, async () => {
    now += 1;
    most = Math.max(most, now);
    await Promise.resolve();
    now -= 1;
  });
  expect(most).toBe(2);
});

import { describe, expect, test } from "vitest";
import type { Ask } from "../api/types";
import { sampleAsk } from "../forms/sample";
import { appendPage, byNeed, byTime, countOpen, emptyListing, fresher, place, withAsks } from "./listing";

const at = (minute: number, part: Partial<Ask> = {}) =>
  sampleAsk({ id: `ask_${minute}`, created_at: `2026-03-01T10:${String(minute).padStart(2, "0")}:00.000Z`, ...part });

const bookOf = (...asks: Ask[]) => withAsks(new Map(), asks);

describe("order", () => {
  const asks = [at(1), at(9), at(5, { urgency: "critical" }), at(3, { urgency: "high" }), at(7, { urgency: "low" })];
  test("by need: critical, high, then newest", () => {
    expect([...asks].sort(byNeed).map((ask) => ask.id)).toEqual(["ask_5", "ask_3", "ask_9", "ask_7", "ask_1"]);
  });
  test("by time: newest, and the id settles a tie", () => {
    const tie = [at(5, { id: "ask_a" }), at(5, { id: "ask_b" })];
    expect(tie.sort(byTime).map((ask) => ask.id)).toEqual(["ask_b", "ask_a"]);
  });
});

describe("merging", () => {
  test("an end is final, however late an older reply comes", () => {
    const ended = at(1, { state: "answered" });
    expect(fresher(ended, at(1))).toBe(ended);
    expect(fresher(at(1), ended)).toBe(ended);
    expect(bookOf(ended, at(1)).get("ask_1")?.state).toBe("answered");
  });

  test("a page is added without doubles", () => {
    const book = bookOf(at(1), at(2), at(3));
    const first = appendPage(emptyListing, { asks: [at(3), at(2)], next: "c" }, book, byTime);
    expect(appendPage(first, { asks: [at(2), at(1)] }, book, byTime)).toEqual({
      ids: ["ask_3", "ask_2", "ask_1"],
      next: undefined,
    });
  });

  test("a new ask goes to its place", () => {
    const book = bookOf(at(1), at(5), at(9));
    const listing = { ids: ["ask_9", "ask_1"], next: undefined };
    expect(place(listing, at(5), book, byTime).ids).toEqual(["ask_9", "ask_5", "ask_1"]);
  });

  test("the same ask twice changes nothing", () => {
    const listing = { ids: ["ask_1"], next: undefined };
    expect(place(listing, at(1), bookOf(at(1)), byTime)).toBe(listing);
  });

  test("what belongs behind the last page read waits for its page", () => {
    const book = bookOf(at(1), at(5));
    const listing = { ids: ["ask_5"], next: "c" };
    expect(place(listing, at(1), book, byTime)).toBe(listing);
    expect(place({ ...listing, next: undefined }, at(1), book, byTime).ids).toEqual(["ask_5", "ask_1"]);
  });

  test("only open asks count", () => {
    const book = bookOf(at(1), at(2, { state: "expired" }));
    expect(countOpen({ ids: ["ask_1", "ask_2"], next: "c" }, book)).toEqual({ count: 1, more: true });
  });
});

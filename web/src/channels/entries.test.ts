import { describe, expect, test } from "vitest";
import { type Entry, entriesOf, firstUnread, namedEach } from "./entries";
import { samplePost as post } from "./sample";

const berlin = { locale: "en-GB", timeZone: "Europe/Berlin" };
const told = (entries: Entry[]) =>
  entries.map((entry) => (entry.kind === "post" ? `${entry.follows ? "+" : ""}${entry.post.id}` : entry.kind));

describe("dividers", () => {
  test("a day begins with its name, in the reader's zone", () => {
    const late = post(1, { created_at: "2026-03-11T22:30:00.000Z" });
    const next = post(2, { created_at: "2026-03-11T23:10:00.000Z" });
    expect(told(entriesOf([late, next], undefined, berlin))).toEqual(["day", "msg_0001", "day", "msg_0002"]);
    const utc = { ...berlin, timeZone: "UTC" };
    expect(told(entriesOf([late, next], undefined, utc))).toEqual(["day", "msg_0001", "msg_0002"]);
  });

  test("who goes on within minutes isn't named again, but after a divider they are", () => {
    const posts = [post(1), post(2), post(3), post(4, { author_id: "agt_1" }), post(30, { author_id: "agt_1" })];
    expect(told(entriesOf(posts, "msg_0003", berlin))).toEqual([
      "day",
      "msg_0001",
      "+msg_0002",
      "new",
      "msg_0003",
      "msg_0004",
      "msg_0030",
    ]);
  });

  test("new messages of a new day begin below its name", () => {
    const posts = [post(1), post(2, { created_at: "2026-03-12T10:00:00.000Z" })];
    expect(told(entriesOf(posts, "msg_0002", berlin))).toEqual(["day", "msg_0001", "day", "new", "msg_0002"]);
  });

  test("what was found is told each with its author, also where one follows the other", () => {
    expect(told(namedEach(entriesOf([post(1), post(2)], undefined, berlin)))).toEqual(["day", "msg_0001", "msg_0002"]);
  });

  test("nothing is said of no messages", () => expect(entriesOf([], undefined)).toEqual([]));
});

describe("the first unread message", () => {
  const posts = [post(3), post(4), post(5, { author_id: "psn_ben" })];
  test.each([
    ["after the last one read", undefined, "msg_0003", "psn_ben", "msg_0004"],
    ["none when the last was read", undefined, "msg_0005", "x", undefined],
    ["none when nothing was unread", undefined, undefined, "x", undefined],
    ["the first of all when none was read", undefined, null, "x", "msg_0003"],
    ["not known while none was read and more lies above", "msg_0003", null, "x", undefined],
    ["not known while the mark lies further up", "msg_0003", "msg_0001", "x", undefined],
    ["the first of all when the mark is older than all there is", undefined, "msg_0001", "x", "msg_0003"],
    ["a person's own words are never new to them", undefined, "msg_0003", "psn_ana", "msg_0005"],
    ["only own words are nothing new", undefined, "msg_0004", "psn_ben", undefined],
  ])("%s", (_what, older, readTo, me, expected) => expect(firstUnread(posts, older, readTo, me)).toBe(expected));

  test("a mark that stands between two messages counts by its place", () => {
    expect(firstUnread([post(3), post(7)], "msg_0003", "msg_0005", "x")).toBe("msg_0007");
  });
});

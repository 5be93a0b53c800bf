import { describe, expect, test } from "vitest";
import { samplePost as post } from "../channels/sample";
import { liesFurtherUp, merged, noPosts, withNewer, withNewest, withOlder } from "./merging";

const ids = (posts: readonly { id: string }[]) => posts.map((one) => Number(one.id.slice(4)));

describe("pages and live messages", () => {
  const held = { posts: [post(5), post(6)], older: "msg_0005" };

  test("the page above goes above, and brings the next mark", () => {
    const now = withOlder(held, { messages: [post(3), post(4)], next: "msg_0003" });
    expect(ids(now.posts)).toEqual([3, 4, 5, 6]);
    expect(now.older).toBe("msg_0003");
    expect(withOlder(now, { messages: [post(1), post(2)] }).older).toBeUndefined();
  });

  test("what came live and comes again in a page is there once", () => {
    const live = withNewer(held, [post(7)]);
    expect(ids(withNewer(live, [post(6), post(7), post(8)]).posts)).toEqual([5, 6, 7, 8]);
  });

  test("the same again changes nothing, so that nothing is drawn again", () => {
    expect(withNewer(held, [post(6)])).toBe(held);
    expect(merged(held.posts, [])).toBe(held.posts);
  });

  test("an answer that overtook another still stands in order", () => {
    expect(ids(withNewer(withNewer(held, [post(9)]), [post(7), post(8)]).posts)).toEqual([5, 6, 7, 8, 9]);
  });

  test("two of the same millisecond stand by their ids", () => {
    const at = post(1).created_at;
    expect(ids(merged([], [post(8, { created_at: at }), post(7, { created_at: at })]))).toEqual([7, 8]);
  });

  test("a newest page that meets what is held is added, one that leaves a gap replaces it", () => {
    expect(ids(withNewest(held, { messages: [post(6), post(7)], next: "msg_0006" }).posts)).toEqual([5, 6, 7]);
    expect(withNewest(held, { messages: [post(6), post(7)], next: "msg_0006" }).older).toBe("msg_0005");
    const after = withNewest(held, { messages: [post(40), post(41)], next: "msg_0040" });
    expect(ids(after.posts)).toEqual([40, 41]);
    expect(after.older).toBe("msg_0040");
  });

  test("a page that only names itself again is the last", () => {
    expect(withOlder(held, { messages: [], next: "msg_0005" }).older).toBeUndefined();
    expect(withOlder(noPosts, { messages: [] })).toEqual(noPosts);
  });
});

test.each([
  ["above what is held", "msg_0005", "msg_0002", true],
  ["at the channel's beginning, which isn't held", "msg_0005", null, true],
  ["among what is held", "msg_0005", "msg_0005", false],
  ["between two that are held", "msg_0005", "msg_0007", false],
  ["above all there is", undefined, "msg_0002", false],
])("the mark %s", (_where, older, mark, expected) => {
  expect(liesFurtherUp({ posts: [post(5), post(9)], older }, mark)).toBe(expected);
});

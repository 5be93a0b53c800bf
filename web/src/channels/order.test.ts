import { describe, expect, test } from "vitest";
import { named, sorted, waiting } from "./order";
import { sampleChannel as channel } from "./sample";

const names = (channels: { name: string }[]) => channels.map((one) => one.name);

describe("order", () => {
  const quiet = channel("alpha");
  const unread = channel("zeta", { unread: 3 });
  const busy = channel("beta", { unread: 9 });
  const mentioned = channel("omega", { unread: 1, mentioned: true });
  const foreign = channel("aside", { member: false });

  test("a mention first, then what is unread, then the rest by name, then those of others", () => {
    const { mine, others } = sorted([foreign, quiet, unread, mentioned, busy]);
    expect(names(mine)).toEqual(["#omega", "#beta", "#zeta", "#alpha"]);
    expect(names(others)).toEqual(["#aside"]);
  });

  test("what is held keeps its place, and what came in meanwhile stands behind", () => {
    const held = ["ch_alpha", "ch_omega"];
    expect(names(sorted([mentioned, busy, quiet], held).mine)).toEqual(["#alpha", "#omega", "#beta"]);
  });

  test("what comes into the open channel doesn't move it", () => {
    const names = (unread: number) =>
      sorted([quiet, busy, channel("gamma", { unread, mentioned: unread > 0 })], [], "ch_gamma").mine.map(
        (one) => one.name,
      );
    expect(names(1)).toEqual(["#beta", "#alpha", "#gamma"]);
    expect(names(1)).toEqual(names(0));
  });

  test("numbers of others' channels don't order them", () => {
    const more = channel("later", { member: false, unread: 4 });
    expect(names(sorted([more, foreign]).others)).toEqual(["#aside", "#later"]);
  });
});

test.each([
  ["", 3],
  ["RES", 1],
  ["#res", 1],
  ["buro", 1],
  ["nothing", 0],
])("the filter %j finds %i", (filter, count) => {
  expect(named([channel("research"), channel("büro"), channel("general")], filter)).toHaveLength(count);
});

test("only what the person is in counts as waiting", () => {
  expect(waiting([channel("a", { member: false, unread: 3, mentioned: true })])).toEqual({
    unread: false,
    mentioned: false,
  });
  expect(waiting([channel("a", { unread: 1 }), channel("b", { unread: 2, mentioned: true })])).toEqual({
    unread: true,
    mentioned: true,
  });
});

import { expect, test } from "vitest";
import { stepOf } from "./press";

const critical = { id: "ask_1", urgency: "critical" } as const;
const armed = { id: "ask_1", value: "approve", at: 1000 };

test.each([
  ["an ordinary ask at once", { id: "ask_1", urgency: "high" } as const, "approve", undefined, 0, "send"],
  ["a critical one only arms", critical, "approve", undefined, 0, "arm"],
  ["the tail of a double tap waits", critical, "approve", armed, 1200, "wait"],
  ["a second press sends", critical, "approve", armed, 1600, "send"],
  ["a second press that comes too late arms again", critical, "approve", armed, 9000, "arm"],
  ["another option arms anew", critical, "other", armed, 1600, "arm"],
  ["another ask's press doesn't count", { ...critical, id: "ask_2" }, "approve", armed, 1600, "arm"],
  ["a denial needs no second press", critical, "deny", undefined, 0, "send"],
])("%s", (_name, ask, value, before, now, expected) => {
  expect(stepOf(ask, value, before, now)).toBe(expected);
});

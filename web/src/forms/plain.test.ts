import { expect, test } from "vitest";
import { cutAt } from "./plain";

test.each([
  ["short", 10, "short", false],
  ["exactly ten", 11, "exactly ten", false],
  ["one two three four", 12, "one two…", true],
  ["unbreakablelongword", 8, "unbreaka…", true],
  ["🙂🙂🙂🙂", 2, "🙂🙂…", true],
])("%s at %i", (text, most, expected, cut) => {
  expect(cutAt(text, most)).toEqual({ text: expected, cut });
});

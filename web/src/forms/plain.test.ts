import { expect, test } from "vitest";
import { cutAt, lowered } from "./plain";

test.each([
  ["short", 10, "short", false],
  ["exactly ten", 11, "exactly ten", false],
  ["one two three four", 12, "one two…", true],
  ["unbreakablelongword", 8, "unbreaka…", true],
  ["🙂🙂🙂🙂", 2, "🙂🙂…", true],
])("%s at %i", (text, most, expected, cut) => {
  expect(cutAt(text, most)).toEqual({ text: expected, cut });
});

test("an agent's headings stand two levels lower, and what only looks like one stays", () => {
  expect(lowered('<h1>A</h1><h5 id="x">B</h5><p>&lt;h1&gt; <hr></p>')).toBe(
    '<h3>A</h3><h6 id="x">B</h6><p>&lt;h1&gt; <hr></p>',
  );
});

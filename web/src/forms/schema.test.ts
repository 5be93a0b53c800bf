import { describe, expect, test } from "vitest";
import type { Property, Schema } from "../api/types";
import { collect, faultsFrom, fieldsOf, spaced, startingWith } from "./schema";

function one(rule: Property, typed: string | string[], required = true) {
  const fields = fieldsOf({ properties: { f: rule }, required: required ? ["f"] : [] });
  const { value, faults } = collect(fields, { f: typed });
  return faults.f ?? value.f;
}

describe("fieldsOf", () => {
  const schema: Schema = {
    type: "object",
    required: ["count"],
    properties: {
      delivery_date: { type: "string", format: "date" },
      count: { type: "integer", title: "How many", default: 2 },
      story: { type: "string", maxLength: 2000 },
      model: { type: "string", enum: ["a", "b"], enumNames: ["First", "Second"] },
      size: { oneOf: [{ const: "s", title: "Small" }, { const: "m" }] },
      tags: { type: "array", items: { enum: ["x", "y"] } },
      insure: { type: "boolean" },
    },
  };

  test("starts with what is needed, in the agent's order, and picks the input for each type", () => {
    const needed = fieldsOf({ properties: { a: {}, b: {}, c: {} }, required: ["c", "b"] });
    expect(needed.map((field) => field.name)).toEqual(["c", "b", "a"]);
    expect(fieldsOf(schema).map((field) => [field.name, field.kind])).toEqual([
      ["count", "integer"],
      ["delivery_date", "date"],
      ["story", "text"],
      ["model", "one"],
      ["size", "one"],
      ["tags", "several"],
      ["insure", "yesno"],
    ]);
  });

  test("labels, defaults, options and length decide how a field looks", () => {
    const [count, date, story, model, size, tags] = fieldsOf(schema);
    expect(date?.label).toBe("Delivery date");
    expect([count?.label, count?.required, count?.initial]).toEqual(["How many", true, "2"]);
    expect(story?.multiline).toBe(true);
    expect(model?.options.map((option) => option.label)).toEqual(["First", "Second"]);
    expect(size?.options.map((option) => option.label)).toEqual(["Small", "m"]);
    expect(tags?.options).toHaveLength(2);
  });

  test("a schema without properties has no fields", () => {
    expect(fieldsOf({})).toEqual([]);
  });
});

describe("collect", () => {
  test.each<[string, Property, string | string[], unknown]>([
    ["text as typed", { type: "string" }, " two words ", " two words "],
    ["integer", { type: "integer" }, " -7 ", -7],
    ["number", { type: "number" }, "1.50", 1.5],
    ["number without a leading zero", { type: "number" }, ".5", 0.5],
    ["yes", { type: "boolean" }, "true", true],
    ["no is an answer", { type: "boolean" }, "false", false],
    ["a number among options", { type: "integer", enum: [1, 2] }, "2", 2],
    ["several keep the agent's order", { type: "array", items: { enum: ["x", "y"] } }, ["y", "x"], ["x", "y"]],
    ["an address", { type: "string", format: "uri" }, "https://example.com/a", "https://example.com/a"],
    ["a moment in UTC", { type: "string", format: "date-time" }, "2026-03-01T10:00Z", "2026-03-01T10:00:00.000Z"],
    ["at the limit", { type: "integer", minimum: 1, maximum: 3 }, "3", 3],
  ])("takes %s", (_name, rule, typed, expected) => {
    expect(one(rule, typed)).toEqual(expected);
  });

  test.each<[string, Property, string | string[], RegExp]>([
    ["nothing", { type: "string" }, "   ", /needed/],
    ["no pick", { type: "boolean" }, "", /Pick one/],
    ["no pick of several", { type: "array", items: { enum: ["x"] } }, [], /at least one/],
    ["a fraction for an integer", { type: "integer" }, "1.5", /whole number/],
    ["a comma", { type: "number" }, "1,5", /point/],
    ["words for a number", { type: "number" }, "ten", /must be a number/],
    ["infinity", { type: "number" }, "1e999", /too large/],
    ["an integer that JSON would round", { type: "integer" }, "9007199254740993", /too large/],
    ["too little", { type: "integer", minimum: 1 }, "0", /1 or more/],
    ["too much", { type: "number", maximum: 10 }, "10.1", /10 or less/],
    ["too short", { type: "string", minLength: 3 }, "ab", /at least 3/],
    ["too long, counted in characters", { type: "string", maxLength: 2 }, "🙂🙂🙂", /at most 2 characters; this has 3/],
    ["a foreign option", { type: "string", enum: ["a"] }, "b", /Pick one/],
    ["no email address", { type: "string", format: "email" }, "ana", /email/],
    ["half an address", { type: "string", format: "uri" }, "example.com", /whole address/],
    ["a wrong pattern", { type: "string", pattern: "^v\\d+$" }, "4", /form/],
  ])("refuses %s", (_name, rule, typed, message) => {
    expect(one(rule, typed)).toMatch(message);
  });

  test("an optional field that is empty is left out", () => {
    expect(one({ type: "number" }, "", false)).toBeUndefined();
    expect(one({ type: "array", items: { enum: ["x"] } }, [], false)).toBeUndefined();
  });

  test("two characters of four bytes each fit where two are allowed", () => {
    expect(one({ type: "string", maxLength: 2 }, "🙂🙂")).toBe("🙂🙂");
  });

  test("a pattern that the browser can't read is left to the server", () => {
    expect(one({ type: "string", pattern: "(?<bad" }, "x")).toBe("x");
  });

  test("names every fault at once", () => {
    const fields = fieldsOf({ properties: { a: { type: "integer" }, b: { type: "string" } }, required: ["a", "b"] });
    expect(Object.keys(collect(fields, { a: "x", b: "" }).faults)).toEqual(["a", "b"]);
  });
});

test("what was typed wins over the default", () => {
  const fields = fieldsOf({ properties: { a: { type: "integer", default: 2 }, b: { type: "string" } } });
  expect(startingWith(fields, { a: "5" })).toEqual({ a: "5", b: "" });
});

test("the server's pointers find their fields", () => {
  const errors = [
    { pointer: "/value/a~1b", detail: "no" },
    { pointer: "#/value/c", detail: "nor this" },
    { pointer: "/note", detail: "too long" },
  ];
  expect(faultsFrom(errors)).toEqual({ faults: { "a/b": "no", c: "nor this" }, rest: ["too long"] });
});

test.each([
  ["delivery_date", "Delivery date"],
  ["deliveryDate", "Delivery Date"],
  ["x", "X"],
])("%s reads as %s", (name, label) => expect(spaced(name)).toBe(label));

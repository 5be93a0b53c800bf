import { describe, expect, test } from "vitest";
import type { Member } from "../api/types";
import { completed, offersFor, startedAt } from "./completion";

const member = (name: string, type: Member["type"] = "human"): Member => ({ type, id: `id_${name}`, name });
const members = [
  member("Ana"),
  member("Ben"),
  member("research-bot", "agent"),
  member("Ángela"),
  member("bot", "agent"),
];
const names = (typed: string, me?: string) => offersFor(typed, members, me).map((offer) => offer.name);

describe("where a name starts", () => {
  test.each([
    ["@", 1, { from: 0, typed: "" }],
    ["Ask @be now", 7, { from: 4, typed: "be" }],
    ["(@re-s", 6, { from: 1, typed: "re-s" }],
    ["Line\n@a", 7, { from: 5, typed: "a" }],
  ])("%j at %i", (text, caret, expected) => expect(startedAt(text, caret)).toEqual(expected));

  test.each([
    ["", 0],
    ["@", 0],
    ["mail ana@example", 16],
    ["@ana is", 7],
    ["no name", 3],
    [`@${"x".repeat(65)}`, 66],
  ])("not in %j at %i", (text, caret) => expect(startedAt(text, caret)).toBeUndefined());
});

describe("what is offered", () => {
  test("names that begin with it, however they are written, by name", () => {
    expect(names("AN")).toEqual(["Ana", "Ángela"]);
  });
  test("nothing, where the only one was typed already: Enter sends then", () => {
    expect(names("human")).toEqual([]);
    expect(names("ben")).toEqual([]);
    expect(names("bot")).toEqual(["bot", "research-bot"]);
  });
  test("then names with a word that begins with it", () => {
    expect(names("bo")).toEqual(["bot", "research-bot"]);
  });
  test("without a letter everybody, and the call to all people last", () => {
    expect(names("")).toEqual(["Ana", "Ángela", "Ben", "bot", "research-bot", "human"]);
    expect(names("hu")).toEqual(["human"]);
  });
  test("never oneself, and never more than a few", () => {
    expect(names("an", "id_Ana")).toEqual(["Ángela"]);
    const many = Array.from({ length: 40 }, (_, index) => member(`bot-${index}`, "agent"));
    expect(offersFor("bot", many, undefined)).toHaveLength(6);
  });
  test("nothing where nothing fits", () => expect(names("zz")).toEqual([]));
});

describe("taking one", () => {
  test("at the end a space follows", () => {
    expect(completed("Ask @be", { from: 4, typed: "be" }, "Ben")).toEqual({ text: "Ask @Ben ", caret: 9 });
  });
  test("within a sentence no second space", () => {
    expect(completed("Ask @be now", { from: 4, typed: "be" }, "Ben")).toEqual({ text: "Ask @Ben now", caret: 9 });
  });
});

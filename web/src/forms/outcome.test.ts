import { describe, expect, test } from "vitest";
import type { Answer, Ask } from "../api/types";
import { cell, outcomeLine, outcomeOf, rowsOf, tallyOf, troubleOf } from "./outcome";
import { sampleAsk } from "./sample";

const byAna: Answer = {
  value: "approve",
  by: { person: "per_ana", name: "Ana", assurance: "linked" },
  decided_by: "human",
  via: { backend: "chat-main" },
  at: "2026-03-01T10:05:00.000Z",
};

function line(part: Partial<Ask>, me?: string): string {
  const outcome = outcomeOf(sampleAsk(part), me);
  return outcome ? outcomeLine(outcome, "14:02") : "";
}

describe("how an ask ended", () => {
  const options = [
    { value: "all", label: "All three" },
    { value: "top", label: "Only the top one" },
  ];
  test.each<[string, Partial<Ask>, string]>([
    ["open", {}, ""],
    ["approved", { state: "answered", answer: byAna }, "Approved by Ana in chat-main, 14:02"],
    ["denied", { state: "answered", answer: { ...byAna, value: "deny" } }, "Denied by Ana in chat-main, 14:02"],
    [
      "here",
      { state: "answered", answer: { ...byAna, via: { backend: "inbox" } } },
      "Approved by Ana in the inbox, 14:02",
    ],
    [
      "by default",
      { state: "answered", answer: { value: "deny", decided_by: "default" } },
      "Denied by default, when time ran out, 14:02",
    ],
    [
      "by policy",
      { state: "answered", answer: { value: "approve", decided_by: "policy" } },
      "Approved by policy, 14:02",
    ],
    [
      "a choice, under its label",
      { state: "answered", form: { kind: "choice", options }, answer: { ...byAna, value: ["all", "top"] } },
      "“All three, Only the top one” by Ana in chat-main, 14:02",
    ],
    ["expired", { state: "expired" }, "Expired without an answer, 14:02"],
    ["cancelled", { state: "cancelled" }, "Cancelled by deploy-bot, 14:02"],
    ["superseded", { state: "cancelled", superseded_by: "ask_02" }, "Replaced by a newer ask, 14:02"],
  ])("%s", (_name, part, expected) => expect(line(part)).toBe(expected));

  test("the reader is “you”", () => {
    expect(line({ state: "answered", answer: byAna }, "per_ana")).toBe("Approved by you in chat-main, 14:02");
  });
});

describe("votes", () => {
  test("one is enough: no tally", () => expect(tallyOf(sampleAsk({ required: 1 }))).toBeUndefined());
  test.each([
    ["a bare value", "approve" as const],
    ["an answer", byAna],
  ])("my vote as %s", (_name, your_vote) => {
    expect(tallyOf(sampleAsk({ required: 2, answers: [byAna], your_vote }))).toEqual({
      required: 2,
      votes: [byAna],
      mine: "approve",
    });
  });
  test("no vote yet", () => expect(tallyOf(sampleAsk({ required: 2 }))?.mine).toBeUndefined());
});

describe("deliveries in trouble", () => {
  const inbox = { backend: "inbox", state: "sent" } as const;
  const failed = { backend: "chat", room: "#ops", state: "failed", reason: "no such room" } as const;
  test("none", () => expect(troubleOf(sampleAsk({ deliveries: [inbox] }))).toBeUndefined());
  test("the only one failed", () => {
    expect(troubleOf(sampleAsk({ deliveries: [inbox, failed] }))).toEqual({
      lines: ["Couldn’t reach chat (#ops): no such room"],
      onlyHere: true,
    });
  });
  test("another one got through", () => {
    const mail = { backend: "mail", state: "sent" } as const;
    expect(troubleOf(sampleAsk({ deliveries: [failed, mail] }))?.onlyHere).toBe(false);
  });
  test("nothing could deliver at all", () => {
    expect(troubleOf(sampleAsk({ reach: "none" }))?.lines).toHaveLength(1);
  });
});

test("the rows of an answered form carry its titles", () => {
  const ask = sampleAsk({ form: { kind: "fields", schema: { properties: { n: { title: "How many" } } } } });
  expect(rowsOf(ask, { n: 2, other_thing: false })).toEqual([
    ["How many", "2"],
    ["Other thing", "No"],
  ]);
});

test.each([
  [null, "–"],
  [true, "Yes"],
  [["a", 1], "a, 1"],
  [{ a: 1 }, '{"a":1}'],
])("%j is shown as %s", (value, shown) => expect(cell(value)).toBe(shown));

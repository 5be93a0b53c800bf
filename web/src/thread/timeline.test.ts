import { expect, test } from "vitest";
import type { Message, Notice } from "../api/types";
import { sampleAsk } from "../forms/sample";
import { timelineOf } from "./timeline";

const message = (id: string, at: string, kind: Message["kind"] = "comment"): Message => ({
  id,
  conversation_id: "cnv_1",
  author_type: "human",
  author_name: "Ana",
  content: "hm",
  created_at: at,
  kind,
});
const notice: Notice = { id: "ntc_1", severity: "info", created_at: "2026-03-01T10:03:00.000Z" };
const answered = sampleAsk({ state: "answered", answer: { value: "approve", at: "2026-03-01T10:04:00.000Z" } });

const keys = (entries: { key: string }[]) => entries.map((entry) => entry.key);

test("everything stands in the order in which it happened", () => {
  const messages = [message("msg_2", "2026-03-01T10:05:00.000Z"), message("msg_1", "2026-03-01T10:01:00.000Z")];
  expect(keys(timelineOf({ asks: [answered], notices: [notice], messages }))).toEqual([
    "ask_01",
    "msg_1",
    "ntc_1",
    "ask_01-answer",
    "msg_2",
  ]);
});

test("the ask that stands above isn't repeated, and its end alone isn't a conversation", () => {
  expect(timelineOf({ asks: [answered], notices: [], messages: [] }, "ask_01")).toEqual([]);
  const messages = [message("msg_1", "2026-03-01T10:01:00.000Z")];
  expect(keys(timelineOf({ asks: [answered], notices: [], messages }, "ask_01"))).toEqual(["msg_1", "ask_01-answer"]);
});

test("a notice isn't said a second time by its message", () => {
  const messages = [message("msg_1", "2026-03-01T10:03:00.000Z", "notice")];
  expect(keys(timelineOf({ asks: [], notices: [notice], messages }))).toEqual(["ntc_1"]);
});

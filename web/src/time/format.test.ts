import { describe, expect, test } from "vitest";
import { ago, clock, dayName, full, left, leftStep, moment } from "./format";

const berlin = { locale: "en-GB", timeZone: "Europe/Berlin" };
const now = Date.parse("2026-03-11T12:00:00Z");

describe("ago", () => {
  test.each([
    ["2026-03-11T11:59:40Z", "now"],
    ["2026-03-11T12:00:30Z", "now"],
    ["2026-03-11T11:56:00Z", "4 min"],
    ["2026-03-11T09:02:00Z", "10:02"],
    ["2026-03-10T22:30:00Z", "Yesterday"],
    ["2026-03-09T12:00:00Z", "Mon"],
    ["2026-02-12T12:00:00Z", "12 Feb"],
    ["2025-02-12T12:00:00Z", "12 Feb 2025"],
    ["nonsense", ""],
  ])("%s is %s", (iso, expected) => expect(ago(iso, now, berlin)).toBe(expected));

  test("the reader's zone decides what is today", () => {
    const late = "2026-03-10T23:30:00Z";
    expect(ago(late, now, berlin)).toBe("00:30");
    expect(ago(late, now, { locale: "en-GB", timeZone: "UTC" })).toBe("Yesterday");
  });
});

test.each([
  ["2026-03-11T09:02:00Z", "10:02"],
  ["2026-03-10T09:02:00Z", "yesterday, 10:02"],
  ["2026-01-05T09:02:00Z", "5 Jan, 10:02"],
  ["2025-01-05T09:02:00Z", "5 Jan 2025, 10:02"],
])("the moment %s is %s", (iso, expected) => expect(moment(iso, now, berlin)).toBe(expected));

test.each([
  ["2026-03-11T09:02:00Z", "Today"],
  ["2026-03-10T22:30:00Z", "Yesterday"],
  ["2026-03-10T23:30:00Z", "Today"],
  ["2026-03-09T12:00:00Z", "Monday 9 March"],
  ["2025-03-09T12:00:00Z", "9 March 2025"],
  ["nonsense", ""],
])("the day of %s is %s", (iso, expected) => expect(dayName(iso, now, berlin)).toBe(expected));

test("clock and full follow the zone", () => {
  expect(clock("2026-07-01T12:00:00Z", berlin)).toBe("14:00");
  expect(full("2026-07-01T12:00:00Z", berlin)).toContain("14:00:00");
  expect(full("nonsense")).toBe("nonsense");
});

test.each([
  [-5, "0:00"],
  [400, "0:01"],
  [59_000, "0:59"],
  [751_000, "12:31"],
  [3_600_000, "1 h 00 min"],
  [7_500_000, "2 h 05 min"],
  [30 * 3_600_000, "30 h 00 min"],
  [72 * 3_600_000, "3 d"],
])("%i ms left reads %s", (milliseconds, expected) => expect(left(milliseconds)).toBe(expected));

test("seconds tick only while they are shown", () => {
  expect(leftStep(50 * 60_000)).toBe(1000);
  expect(leftStep(5 * 3_600_000)).toBeGreaterThan(1000);
});

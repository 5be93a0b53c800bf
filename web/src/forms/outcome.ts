// How an ask ended, in words: "Approved by Ana in slack-main, 14:02".
import type { Answer, Ask, Assurance, Value } from "../api/types";
import { spaced } from "./schema";

export type Tone = "good" | "bad" | "plain";

export interface Outcome {
  tone: Tone;
  verb: string; // "Approved", "Chose “All three”", "Expired"
  by: string; // "you", "Ana", "policy"; empty where nobody did it
  where: string; // "the inbox", "slack-main"
  at: string;
}

export function labelOf(ask: Ask, value: Value): string {
  const form = ask.form;
  if (form.kind === "approval") return value === "approve" ? "Approve" : value === "deny" ? "Deny" : String(value);
  if (form.kind === "choice") {
    const label = (one: string) => form.options.find((option) => option.value === one)?.label ?? one;
    return Array.isArray(value) ? value.map(label).join(", ") : label(String(value));
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

function verbOf(ask: Ask, value: Value): { verb: string; tone: Tone } {
  if (ask.form.kind === "approval") {
    return value === "approve" ? { verb: "Approved", tone: "good" } : { verb: "Denied", tone: "bad" };
  }
  if (ask.form.kind === "choice") return { verb: `“${labelOf(ask, value)}”`, tone: "good" };
  return { verb: "Answered", tone: "good" };
}

function byOf(answer: Answer, me: string | undefined): string {
  if (answer.decided_by === "default") return "default, when time ran out";
  if (answer.decided_by === "policy") return "policy";
  if (answer.decided_by === "grant") return "a grant";
  if (me !== undefined && answer.by?.person === me) return "you";
  return answer.by?.name ?? "somebody";
}

export function placeOf(backend: string | undefined): string {
  if (!backend) return "";
  return backend === "inbox" ? "the inbox" : backend;
}

export function outcomeOf(ask: Ask, me?: string): Outcome | undefined {
  if (ask.state === "open") return undefined;
  const { answer } = ask;
  if (answer) {
    const human = !answer.decided_by || answer.decided_by === "human";
    const where = human ? placeOf(answer.via?.backend) : "";
    return { ...verbOf(ask, answer.value), by: byOf(answer, me), where, at: answer.at ?? "" };
  }
  if (ask.state === "expired") {
    return { tone: "plain", verb: "Expired without an answer", by: "", where: "", at: ask.expires_at ?? "" };
  }
  if (ask.state === "cancelled") {
    const verb = ask.superseded_by ? "Replaced by a newer ask" : `Cancelled by ${ask.agent.name}`;
    return { tone: "plain", verb, by: "", where: "", at: "" };
  }
  return { tone: "plain", verb: "Answered", by: "", where: "", at: "" };
}

export function outcomeLine(outcome: Outcome, time: string): string {
  const by = outcome.by ? ` by ${outcome.by}` : "";
  const where = outcome.where ? ` in ${outcome.where}` : "";
  return `${outcome.verb}${by}${where}${time ? `, ${time}` : ""}`;
}

const sureness: Record<Assurance, string> = {
  session: "signed in",
  linked: "linked account",
  token: "by a secret address",
  room: "anyone in the room could",
};

export function surenessOf(answer: Answer): string {
  return answer.by?.assurance ? sureness[answer.by.assurance] : "";
}

// One cell of a context table or of an answered form.
export function cell(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value)) return value.map(cell).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

// The rows of an answer to a form with fields, under the names that the form gave them.
export function rowsOf(ask: Ask, value: Value): [string, string][] {
  if (typeof value !== "object" || Array.isArray(value)) return [];
  const properties = ask.form.kind === "fields" ? (ask.form.schema.properties ?? {}) : {};
  return Object.entries(value).map(([name, given]) => [properties[name]?.title ?? spaced(name), cell(given)]);
}

export interface Tally {
  required: number;
  votes: Answer[];
  mine: string | undefined;
}

// The votes so far, where one isn't enough.
export function tallyOf(ask: Ask): Tally | undefined {
  const required = ask.required ?? 1;
  if (required < 2) return undefined;
  const vote = ask.your_vote;
  const value = vote && typeof vote === "object" && !Array.isArray(vote) && "value" in vote ? vote.value : vote;
  return { required, votes: ask.answers ?? [], mine: typeof value === "string" ? value : undefined };
}

// What couldn't be reached, and whether anything but this inbox was.
export function troubleOf(ask: Ask): { lines: string[]; onlyHere: boolean } | undefined {
  const outside = (ask.deliveries ?? []).filter((delivery) => delivery.backend !== "inbox");
  const failed = outside.filter((delivery) => delivery.state === "failed");
  if (failed.length === 0 && ask.reach !== "none") return undefined;
  const lines = failed.map((delivery) => {
    const room = delivery.room ? ` (${delivery.room})` : "";
    return `Couldn’t reach ${delivery.backend}${room}: ${delivery.reason ?? "no reason given"}`;
  });
  const onlyHere = outside.every((delivery) => delivery.state === "failed");
  if (lines.length === 0) lines.push("No backend could deliver this ask");
  return { lines, onlyHere };
}

// What one press does: it decides, or, where the stakes are critical, first asks for a second press.
import type { Ask } from "../api/types";

export interface Armed {
  id: string;
  value: string;
  at: number;
}

// Shorter than this, and the second press is the tail of a double tap.
const tooSoon = 450;
const armedFor = 6000;

export type Step = "send" | "arm" | "wait";

export function stepOf(ask: Pick<Ask, "id" | "urgency">, value: string, armed: Armed | undefined, now: number): Step {
  if (ask.urgency !== "critical" || value === "deny") return "send";
  if (!armed || armed.id !== ask.id || armed.value !== value || now - armed.at > armedFor) return "arm";
  return now - armed.at < tooSoon ? "wait" : "send";
}

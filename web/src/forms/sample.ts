// An ask for the tests.
import type { Ask } from "../api/types";

export function sampleAsk(part: Partial<Ask> = {}): Ask {
  return {
    id: "ask_01",
    state: "open",
    title: "Deploy?",
    form: { kind: "approval" },
    urgency: "normal",
    agent: { id: "agt_1", name: "deploy-bot" },
    conversation: "cnv_1",
    created_at: "2026-03-01T10:00:00.000Z",
    ...part,
  };
}

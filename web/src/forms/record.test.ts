import { expect, test } from "vitest";
import { gistOf } from "./record";

const names: Record<string, string> = { ch_1: "#general", agt_1: "deployer" };

test.each([
  [
    {
      ask: { agent_name: "deployer", question: { title: "Go?", body: "Long", form: { kind: "approval", note: true } } },
    },
    "Go? · deployer",
  ],
  [{ answer: { value: "deny", note: "no", by_name: "Ana", backend: "inbox" } }, "deny · no · Ana"],
  [{ id: "ask_01M89S2KHTZGRQ5CJS07KEM000", reason: "Called off." }, "Called off."],
  [{ message: { content: "x".repeat(200), author_name: "deployer" } }, `${"x".repeat(60)}… · deployer`],
  [{ digest: "e3b0" }, ""],
  [{ channel: "ch_1", agent: "agt_1" }, "#general · deployer"],
  [{ channel: "ch_2", agent: "agt_2" }, ""],
  [{ agent: "agt_1", ask: { agent_name: "deployer" } }, "deployer"],
])("%j", (fact, gist) => {
  expect(gistOf(fact, (id) => names[id])).toBe(gist);
});

// An answer in the person's own words.
import { useState } from "preact/hooks";
import type { Ask, TextForm } from "../api/types";
import { decide } from "../forms/decide";
import { Grow } from "../parts/grow";
import { drafts, keep } from "../state/drafts";
import { useStore } from "../state/store";
import { SendButton } from "./answer";

const warnFrom = 0.8;

export function TextAnswer({ ask, form }: { ask: Ask; form: TextForm }) {
  const text = useStore(drafts, (all) => all.get(ask.id)?.text ?? "");
  const [fault, setFault] = useState("");
  const length = [...text].length;
  const most = form.max_length ?? Number.POSITIVE_INFINITY;
  const send = () => {
    if (text.trim() === "") setFault("Write an answer first.");
    else if (length > most) setFault(`Write at most ${most} characters; this has ${length}.`);
    else void decide(ask, text.trim());
  };
  return (
    <>
      <Grow
        label="Your answer"
        dataKey="answer"
        value={text}
        placeholder={form.placeholder || "Write your answer"}
        rows={form.multiline ? 4 : 1}
        invalid={fault !== ""}
        describedBy={fault ? `fault-${ask.id}` : undefined}
        enterSends={!form.multiline}
        onSend={send}
        onText={(next) => {
          setFault("");
          keep(ask.id, { text: next });
        }}
      />
      <div class="answer-foot">
        <p class={fault ? "fault" : "faint"} id={`fault-${ask.id}`} role={fault ? "alert" : undefined}>
          {fault || (length > most * warnFrom ? `${length} of ${most}` : "")}
        </p>
        <SendButton ask={ask} label="Send answer" onSend={send} />
      </div>
    </>
  );
}

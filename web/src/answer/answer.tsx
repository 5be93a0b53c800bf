// The place where an open ask is answered, for each kind of form.
import type { Ask } from "../api/types";
import { AttemptLine } from "../asks/attempt";
import { Approval } from "../asks/quick";
import { TallyLine, Voted } from "../asks/tally";
import { attempts } from "../forms/decide";
import { labelOf, tallyOf } from "../forms/outcome";
import { Grow } from "../parts/grow";
import { Spinner } from "../parts/small";
import { drafts, keep } from "../state/drafts";
import { useStore } from "../state/store";
import { ChoiceAnswer } from "./choice";
import { FieldsAnswer } from "./fields";
import { TextAnswer } from "./text";

export function AnswerForm({ ask }: { ask: Ask }) {
  const tally = tallyOf(ask);
  if (tally?.mine !== undefined) {
    return (
      <section class="answer" aria-label="Your vote" data-testid="answer-form">
        <Voted ask={ask} vote={tally.mine} />
      </section>
    );
  }
  if (ask.may_answer === false) {
    const who = ask.approvers?.length ? ask.approvers : ask.to;
    return (
      <section class="answer answer-closed" aria-label="Answer" data-testid="answer-form">
        <TallyLine ask={ask} />
        <p>This ask is for {who?.length ? who.join(", ") : "somebody else"} to answer. You can comment below.</p>
      </section>
    );
  }
  return (
    <section class={`answer answer-${ask.form.kind}`} aria-label="Answer" data-testid="answer-form">
      <TallyLine ask={ask} />
      <FormOf ask={ask} />
      {ask.default && <p class="hint">If nobody answers in time, it becomes “{labelOf(ask, ask.default.value)}”.</p>}
      <AttemptLine ask={ask} />
    </section>
  );
}

function FormOf({ ask }: { ask: Ask }) {
  const { form } = ask;
  switch (form.kind) {
    case "approval":
      return (
        <>
          {form.note !== false && <Note ask={ask} />}
          <Approval ask={ask} />
        </>
      );
    case "choice":
      return <ChoiceAnswer ask={ask} form={form} />;
    case "text":
      return <TextAnswer ask={ask} form={form} />;
    case "fields":
      return <FieldsAnswer ask={ask} form={form} />;
  }
}

export function Note({ ask }: { ask: Ask }) {
  const note = useStore(drafts, (all) => all.get(ask.id)?.note ?? "");
  return (
    <div class="note">
      <Grow
        label="Note"
        dataKey="note"
        value={note}
        placeholder="Add a note (optional)"
        onText={(text) => keep(ask.id, { note: text })}
      />
    </div>
  );
}

interface SendProps {
  ask: Ask;
  label: string;
  onSend: () => void;
}

// The button of the forms that are filled in first.
export function SendButton({ ask, label, onSend }: SendProps) {
  const sending = useStore(attempts, (all) => all.get(ask.id)?.phase === "sending");
  return (
    <button
      type="button"
      class="button button-primary"
      aria-disabled={sending ? "true" : undefined}
      aria-busy={sending ? "true" : undefined}
      onClick={() => {
        if (!sending) onSend();
      }}
    >
      {sending && <Spinner />}
      {label}
    </button>
  );
}

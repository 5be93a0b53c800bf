// One of several options, by one press; or any number of them, ticked and then sent.
import { useState } from "preact/hooks";
import type { Ask, ChoiceForm } from "../api/types";
import { DecideButton } from "../asks/quick";
import { decide } from "../forms/decide";
import { useKeys } from "../keys/keys";
import { draftOf, drafts, keep } from "../state/drafts";
import { useStore } from "../state/store";
import { Note, SendButton } from "./answer";

export function ChoiceAnswer({ ask, form }: { ask: Ask; form: ChoiceForm }) {
  const parts = form.multiple ? <Several ask={ask} form={form} /> : <One ask={ask} form={form} />;
  return (
    <>
      {form.note !== false && <Note ask={ask} />}
      {parts}
    </>
  );
}

const looks = { primary: "primary", danger: "danger", default: "plain" };

function One({ ask, form }: { ask: Ask; form: ChoiceForm }) {
  return (
    <div class="options">
      {form.options.map((option, index) => (
        <DecideButton
          key={option.value}
          ask={ask}
          value={option.value}
          label={option.label}
          look={`${looks[option.style ?? "default"] ?? "plain"} button-option`}
          digit={index < 9 ? index + 1 : undefined}
        />
      ))}
    </div>
  );
}

function Several({ ask, form }: { ask: Ask; form: ChoiceForm }) {
  const picked = useStore(drafts, (all) => all.get(ask.id)?.picked) ?? [];
  const [empty, setEmpty] = useState(false);
  const toggle = (value: string) => {
    const now = draftOf(ask.id).picked ?? [];
    setEmpty(false);
    keep(ask.id, { picked: now.includes(value) ? now.filter((one) => one !== value) : [...now, value] });
  };
  const send = () => {
    const values = form.options.map((option) => option.value).filter((value) => picked.includes(value));
    if (values.length === 0) setEmpty(true);
    else void decide(ask, values);
  };
  const digits = form.options
    .slice(0, 9)
    .map((option, index) => [String(index + 1), () => toggle(option.value)] as const);
  useKeys(Object.fromEntries(digits));
  return (
    <>
      <fieldset class="options" aria-describedby={empty ? `pick-${ask.id}` : undefined}>
        <legend class="unseen">Pick any number</legend>
        {form.options.map((option, index) => (
          <label key={option.value} class="tick">
            <input type="checkbox" checked={picked.includes(option.value)} onChange={() => toggle(option.value)} />
            <span>{option.label}</span>
            {index < 9 && <kbd class="digit">{index + 1}</kbd>}
          </label>
        ))}
      </fieldset>
      {empty && (
        <p class="fault" id={`pick-${ask.id}`} role="alert">
          Pick at least one.
        </p>
      )}
      <SendButton ask={ask} label={picked.length > 0 ? `Send ${picked.length} picked` : "Send"} onSend={send} />
    </>
  );
}

// A form made from the agent's schema. It says all its faults at once and puts the focus on the first.
import { useMemo, useRef, useState } from "preact/hooks";
import type { Ask, FieldsForm } from "../api/types";
import { attempts, decide } from "../forms/decide";
import { collect, type Faults, type Field, faultsFrom, fieldsOf, startingWith } from "../forms/schema";
import { draftOf, drafts, keep } from "../state/drafts";
import { useStore } from "../state/store";
import { Note, SendButton } from "./answer";
import { FieldInput } from "./field";

export function FieldsAnswer({ ask, form }: { ask: Ask; form: FieldsForm }) {
  const box = useRef<HTMLDivElement>(null);
  const fields = useMemo(() => fieldsOf(form.schema), [form.schema]);
  const typed = useStore(drafts, (all) => all.get(ask.id)?.fields);
  const raw = useMemo(() => startingWith(fields, typed), [fields, typed]);
  const refused = useStore(attempts, (all) => all.get(ask.id)?.errors);
  const [faults, setFaults] = useState<Faults>({});
  const shown = { ...(refused ? faultsFrom(refused).faults : {}), ...faults };

  const change = (field: Field, value: string | string[]) => {
    setFaults(({ [field.name]: _gone, ...rest }) => rest);
    keep(ask.id, { fields: { ...startingWith(fields, draftOf(ask.id).fields), [field.name]: value } });
  };
  const send = () => {
    const { value, faults: found } = collect(fields, raw);
    setFaults(found);
    const first = fields.find((field) => found[field.name]);
    if (!first) return void decide(ask, value);
    box.current
      ?.querySelector<HTMLElement>(`[data-field="${CSS.escape(first.name)}"] :is(input,select,textarea)`)
      ?.focus();
  };
  return (
    <>
      <div class="fields" ref={box}>
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            id={`${ask.id}-${field.name}`}
            field={field}
            value={raw[field.name] ?? ""}
            fault={shown[field.name] ?? ""}
            onChange={(value) => change(field, value)}
            onSend={send}
          />
        ))}
      </div>
      {form.note === true && <Note ask={ask} />}
      <div class="answer-foot">
        <p class="faint">{fields.some((field) => !field.required) ? "Fields without “optional” are needed." : ""}</p>
        <SendButton ask={ask} label="Send" onSend={send} />
      </div>
    </>
  );
}

// One field: the kind of input that a phone's keyboard and a screen reader know best.
import type { ComponentChildren } from "preact";
import type { Field, FieldKind, FieldOption } from "../forms/schema";
import { Grow } from "../parts/grow";

interface FieldProps {
  id: string;
  field: Field;
  value: string | string[];
  fault: string;
  onChange: (value: string | string[]) => void;
  onSend: () => void;
}

const mostChips = 5;
const yesNo: FieldOption[] = [
  { key: "true", value: "true", label: "Yes" },
  { key: "false", value: "false", label: "No" },
];

export function FieldInput(props: FieldProps) {
  const { field } = props;
  if (field.kind === "yesno") return <Chips {...props} options={yesNo} many={false} />;
  if (field.kind === "several") return <Chips {...props} options={field.options} many />;
  if (field.kind === "one" && field.options.length <= mostChips) {
    return <Chips {...props} options={field.options} many={false} />;
  }
  return (
    <div class="field" data-field={field.name}>
      <label class="field-label" for={props.id}>
        <Label field={field} />
      </label>
      {field.kind === "one" ? <Select {...props} /> : field.multiline ? <Area {...props} /> : <Line {...props} />}
      <Below {...props} />
    </div>
  );
}

function Label({ field }: { field: Field }) {
  return (
    <>
      {field.label}
      {!field.required && <span class="faint"> optional</span>}
    </>
  );
}

// The hint and the fault, which the input is described by.
function Below({ id, field, fault }: FieldProps) {
  return (
    <div id={`${id}-more`}>
      {field.hint && <p class="hint">{field.hint}</p>}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

const types: Partial<Record<FieldKind, string>> = {
  email: "email",
  url: "url",
  date: "date",
  datetime: "datetime-local",
};
const modes: Partial<Record<FieldKind, "decimal" | "numeric" | "email" | "url">> = {
  number: "decimal",
  integer: "numeric",
  email: "email",
  url: "url",
};

function Line({ id, field, value, fault, onChange, onSend }: FieldProps) {
  const { minimum } = field.rule;
  // A phone's numeric keyboard has no minus sign.
  const mode = minimum !== undefined && minimum >= 0 ? modes[field.kind] : undefined;
  return (
    <input
      id={id}
      class="input"
      type={types[field.kind] ?? "text"}
      inputMode={field.kind === "email" || field.kind === "url" ? modes[field.kind] : mode}
      value={String(value)}
      autocomplete="off"
      autocapitalize={field.kind === "text" ? "sentences" : "off"}
      aria-required={field.required ? "true" : undefined}
      aria-invalid={fault ? "true" : undefined}
      aria-describedby={`${id}-more`}
      onInput={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.isComposing) onSend();
      }}
    />
  );
}

function Area({ id, field, value, fault, onChange, onSend }: FieldProps) {
  return (
    <Grow
      id={id}
      rows={3}
      value={String(value)}
      invalid={fault !== ""}
      required={field.required}
      describedBy={`${id}-more`}
      onText={onChange}
      onSend={onSend}
    />
  );
}

function Select({ id, field, value, fault, onChange }: FieldProps) {
  return (
    <select
      id={id}
      class="input"
      value={String(value)}
      aria-required={field.required ? "true" : undefined}
      aria-invalid={fault ? "true" : undefined}
      aria-describedby={`${id}-more`}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{field.required ? "Choose…" : "–"}</option>
      {field.options.map((option) => (
        <option key={option.key} value={option.key}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function Chips(props: FieldProps & { options: FieldOption[]; many: boolean }): ComponentChildren {
  const { id, field, value, options, many, onChange } = props;
  const on = (key: string) => (Array.isArray(value) ? value.includes(key) : value === key);
  const toggle = (key: string) => {
    if (!many) return onChange(key);
    const now = Array.isArray(value) ? value : [];
    onChange(now.includes(key) ? now.filter((one) => one !== key) : [...now, key]);
  };
  return (
    <fieldset class="field" data-field={field.name} aria-describedby={`${id}-more`}>
      <legend class="field-label">
        <Label field={field} />
      </legend>
      <div class="chips">
        {options.map((option) => (
          <label key={option.key} class="chip chip-pick">
            <input
              type={many ? "checkbox" : "radio"}
              name={id}
              checked={on(option.key)}
              onChange={() => toggle(option.key)}
            />
            <span>{option.label}</span>
          </label>
        ))}
        {!many && !field.required && value !== "" && (
          <button type="button" class="chip" onClick={() => onChange("")}>
            Clear
          </button>
        )}
      </div>
      <Below {...props} />
    </fieldset>
  );
}

// A line of text with its label, and below it what it is for or what is wrong with it.
import { useId } from "preact/hooks";

interface LineProps {
  label: string;
  value: string;
  hint?: string;
  fault?: string | undefined;
  list?: string;
  onText: (text: string) => void;
}

export function LineField({ label, value, hint, fault, list, onText }: LineProps) {
  const id = useId();
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="input"
        value={value}
        list={list}
        autocomplete="off"
        aria-invalid={fault ? "true" : undefined}
        aria-describedby={fault || hint ? `${id}-more` : undefined}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      {(fault || hint) && (
        <p id={`${id}-more`} class={fault ? "fault" : "hint"} role={fault ? "alert" : undefined}>
          {fault || hint}
        </p>
      )}
    </div>
  );
}

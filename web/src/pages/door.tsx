// The frame of the pages before somebody is signed in, and the field that they are made of.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Logo } from "../parts/icons";

interface DoorProps {
  title: string;
  lead?: ComponentChildren;
  children?: ComponentChildren;
}

export function Door({ title, lead, children }: DoorProps) {
  useEffect(() => {
    document.title = `${title} · askd`;
  }, [title]);
  return (
    <main class="door">
      <div class="door-card">
        <Logo />
        <h1>{title}</h1>
        {lead && <p class="door-lead">{lead}</p>}
        {children}
      </div>
    </main>
  );
}

interface DoorFieldProps {
  label: string;
  name: string;
  type?: string;
  autocomplete: string;
  value: string;
  hint?: string;
  fault?: string | undefined;
  onText: (text: string) => void;
}

export function DoorField({ label, name, type = "text", autocomplete, value, hint, fault, onText }: DoorFieldProps) {
  return (
    <div class="field">
      <label class="field-label" for={`door-${name}`}>
        {label}
      </label>
      <input
        id={`door-${name}`}
        name={name}
        class="input"
        type={type}
        autocomplete={autocomplete}
        autocapitalize={type === "text" ? "words" : "off"}
        value={value}
        aria-invalid={fault ? "true" : undefined}
        aria-describedby={`door-${name}-more`}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <p id={`door-${name}-more`} class={fault ? "fault" : "hint"} role={fault ? "alert" : undefined}>
        {fault || hint}
      </p>
    </div>
  );
}

// Something to take away from here: selected as soon as it is there, with a button that copies it.
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icons";

interface CopyProps {
  value: string;
  label: string;
  testId: string;
}

export function CopyField({ value, label, testId }: CopyProps) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    setCopied(false);
    field.current?.focus();
    field.current?.select();
  }, [value]);
  // Without TLS a browser has no clipboard for pages; the field is selected then, ready for Ctrl+C.
  const copy = () => {
    field.current?.select();
    navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => {},
    );
  };
  return (
    <div class="made-row">
      <input ref={field} class="input" readOnly value={value} aria-label={label} data-testid={testId} />
      <button type="button" class="button button-plain" onClick={copy}>
        <Icon name={copied ? "check" : "copy"} />
        {copied ? "Copied" : "Copy"}
      </button>
    </div>
  );
}

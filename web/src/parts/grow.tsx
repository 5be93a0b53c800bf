// A text field that is as tall as what is in it.
import { useLayoutEffect, useRef } from "preact/hooks";

interface GrowProps {
  id?: string;
  label?: string;
  describedBy?: string;
  value: string;
  placeholder?: string;
  rows?: number;
  invalid?: boolean;
  required?: boolean;
  dataKey?: string;
  onText: (text: string) => void;
  onSend?: () => void;
  // With this, Enter sends and Shift+Enter makes a line.
  enterSends?: boolean;
}

export function Grow(props: GrowProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [props.value]);
  return (
    <textarea
      ref={area}
      id={props.id}
      class="input"
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid ? "true" : undefined}
      aria-required={props.required ? "true" : undefined}
      data-key={props.dataKey}
      rows={props.rows ?? 1}
      value={props.value}
      placeholder={props.placeholder}
      onInput={(event) => props.onText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.isComposing || !props.onSend) return;
        if (event.metaKey || event.ctrlKey || (props.enterSends && !event.shiftKey)) {
          event.preventDefault();
          props.onSend();
        }
      }}
    />
  );
}

// A text field that is as tall as what is in it.
import type { RefObject } from "preact";
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
  area?: RefObject<HTMLTextAreaElement>;
  // Hears a key first, and says whether it was for it.
  onKey?: (event: KeyboardEvent) => boolean;
  // The list that completes what is typed, and which of its options is chosen now.
  completion?: { list: string; active: string | undefined };
}

export function Grow(props: GrowProps) {
  const own = useRef<HTMLTextAreaElement>(null);
  const area = props.area ?? own;
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
      aria-autocomplete={props.onKey ? "list" : undefined}
      aria-controls={props.completion?.list}
      aria-activedescendant={props.completion?.active}
      enterkeyhint={props.enterSends ? "send" : undefined}
      data-key={props.dataKey}
      rows={props.rows ?? 1}
      value={props.value}
      placeholder={props.placeholder}
      onInput={(event) => props.onText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (!event.isComposing && props.onKey?.(event)) return event.preventDefault();
        if (event.key !== "Enter" || event.isComposing || !props.onSend) return;
        if (event.metaKey || event.ctrlKey || (props.enterSends && !event.shiftKey)) {
          event.preventDefault();
          props.onSend();
        }
      }}
    />
  );
}

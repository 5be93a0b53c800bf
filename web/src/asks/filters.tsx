// The head of a list: its search, and for the history what kind of end to show.
import { useEffect, useRef, useState } from "preact/hooks";
import { useKeys } from "../keys/keys";
import { Icon } from "../parts/icons";

interface SearchProps {
  value: string;
  label: string;
  onSearch: (text: string) => void;
}

const pause = 250;

export function Search({ value, label, onSearch }: SearchProps) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(value);
  // The latest one: by the time that typing pauses, the page around this field may have changed.
  const search = useRef(onSearch);
  search.current = onSearch;
  useEffect(() => {
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      search.current(text.trim());
    }, pause);
    return () => clearTimeout(timer);
  }, [text]);
  useKeys({ "/": () => input.current?.focus() });
  return (
    <search class="search">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        value={text}
        placeholder={label}
        aria-label={label}
        autocomplete="off"
        enterkeyhint="search"
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </search>
  );
}

const kinds = [
  ["ended", "All"],
  ["answered", "Answered"],
  ["expired", "Expired"],
  ["cancelled", "Cancelled"],
] as const;

export function Kinds({ value, onPick }: { value: string; onPick: (state: string) => void }) {
  return (
    <div class="kinds" role="group" aria-label="Show">
      {kinds.map(([state, label]) => (
        <button
          key={state}
          type="button"
          class="chip"
          aria-pressed={state === value ? "true" : "false"}
          onClick={() => onPick(state)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

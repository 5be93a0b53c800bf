// The ways up and down: the next page is read before its place is reached; the button is there for those who get to it
// first.
import { useEffect, useRef } from "preact/hooks";
import { watchNear } from "../asks/near";
import type { Talk, TalkState } from "../state/talks";

interface MoreProps {
  talk: Talk;
  state: TalkState;
}

export function Older({ talk, state }: MoreProps) {
  const { older, loadingOlder, error } = state;
  return (
    <Edge
      mark={older}
      busy={loadingOlder}
      error={error}
      label={loadingOlder ? "Reading older…" : "Show older"}
      read={() => talk.older()}
    />
  );
}

export function Later({ talk, state }: MoreProps) {
  const { later, loadingLater, error } = state;
  return (
    <Edge
      mark={later}
      busy={loadingLater}
      error={error}
      label={loadingLater ? "Reading newer…" : "Show newer"}
      read={() => talk.goOn()}
    />
  );
}

interface EdgeProps {
  mark: string | undefined;
  busy: boolean;
  error: string;
  label: string;
  read: () => Promise<void>;
}

function Edge({ mark, busy, error, label, read }: EdgeProps) {
  const edge = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = edge.current;
    if (!element || busy || error) return;
    return watchNear(element, (entry) => {
      if (entry.isIntersecting) void read();
    });
  }, [mark, busy, error]);
  if (mark === undefined) return null;
  return (
    <div class="older" ref={edge}>
      {error && <p role="alert">{error}</p>}
      <button type="button" class="button button-plain" aria-busy={busy} onClick={() => void read()}>
        {label}
      </button>
    </div>
  );
}

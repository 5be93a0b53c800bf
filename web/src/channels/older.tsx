// The way up: the page above is read before its place is reached; the button is there for those who get to it first.
import { useEffect, useRef } from "preact/hooks";
import { watchNear } from "../asks/near";
import type { Talk, TalkState } from "../state/talks";

export function Older({ talk, state }: { talk: Talk; state: TalkState }) {
  const top = useRef<HTMLDivElement>(null);
  const { older, loadingOlder, error } = state;
  useEffect(() => {
    const element = top.current;
    if (!element || loadingOlder || error) return;
    return watchNear(element, (entry) => {
      if (entry.isIntersecting) void talk.older();
    });
  }, [older, loadingOlder, error]);
  if (older === undefined) return null;
  return (
    <div class="older" ref={top}>
      {error && <p role="alert">{error}</p>}
      <button type="button" class="button button-plain" aria-busy={loadingOlder} onClick={() => void talk.older()}>
        {loadingOlder ? "Reading older…" : "Show older"}
      </button>
    </div>
  );
}

// One timer for each pace, shared by everything that ticks at it.
import { useEffect, useState } from "preact/hooks";

interface Pace {
  watchers: Set<(now: number) => void>;
  timer: ReturnType<typeof setInterval>;
}

const paces = new Map<number, Pace>();

function join(step: number, run: (now: number) => void): () => void {
  let pace = paces.get(step);
  if (!pace) {
    const watchers = new Set<(now: number) => void>();
    const timer = setInterval(() => {
      const now = Date.now();
      for (const watcher of [...watchers]) watcher(now);
    }, step);
    pace = { watchers, timer };
    paces.set(step, pace);
  }
  const joined = pace;
  joined.watchers.add(run);
  return () => {
    joined.watchers.delete(run);
    if (joined.watchers.size > 0) return;
    clearInterval(joined.timer);
    paces.delete(step);
  };
}

// The time now, again every `step` milliseconds.
export function useNow(step: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => join(step, setNow), [step]);
  return now;
}

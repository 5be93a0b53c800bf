// One live region for the whole app: says aloud what others see happen.
import { Store, useStore } from "../state/store";

const spoken = new Store({ text: "", turn: 0 });

export function announce(text: string): void {
  spoken.update((last) => ({ text, turn: last.turn + 1 }));
}

export function Announcer() {
  const { text, turn } = useStore(spoken);
  // Two turns of one sentence must differ, or a screen reader stays silent the second time.
  return (
    <div class="unseen" role="status" aria-live="polite" data-testid="announcer">
      {text && (turn % 2 ? text : `${text}\u00a0`)}
    </div>
  );
}

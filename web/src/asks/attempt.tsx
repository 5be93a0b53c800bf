// What became of the last try to answer, where it didn't simply succeed.
import type { Ask } from "../api/types";
import { attempts, decide, dismiss, forget, sayInstead, wordsOf } from "../forms/decide";
import { Icon } from "../parts/icons";
import { drafts } from "../state/drafts";
import { useStore } from "../state/store";

export function AttemptLine({ ask }: { ask: Ask }) {
  const attempt = useStore(attempts, (all) => all.get(ask.id));
  if (!attempt || attempt.phase === "sending") return null;
  const again = attempt.phase === "unsent" && ask.state === "open";
  return (
    <div class={`attempt attempt-${attempt.phase}`} data-testid="attempt">
      <Icon name="info" />
      <p>{attempt.text}</p>
      {again && (
        <button type="button" class="button button-small" onClick={() => void decide(ask, attempt.value)}>
          Try again
        </button>
      )}
      <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => dismiss(ask.id)}>
        <Icon name="cross" />
      </button>
    </div>
  );
}

// An ask may end while somebody is still writing the answer. The words aren't lost: they can be said as a comment.
export function Unsent({ ask }: { ask: Ask }) {
  useStore(drafts);
  const words = wordsOf(ask.id);
  if (!words) return null;
  return (
    <section class="unsent" aria-label="What you wrote" data-testid="unsent">
      <p>
        You were still writing: <q>{words}</q>
      </p>
      <div class="actions">
        <button type="button" class="button button-plain button-small" onClick={() => forget(ask.id)}>
          Discard
        </button>
        <button type="button" class="button button-plain button-small" onClick={() => void sayInstead(ask)}>
          Send as a comment
        </button>
      </div>
    </section>
  );
}

// Where a person comments. What was typed stays until the server has it.
import { useState } from "preact/hooks";
import { api } from "../api/calls";
import { sentence } from "../api/http";
import { Grow } from "../parts/grow";
import { Icon } from "../parts/icons";
import { Spinner } from "../parts/small";
import { draftOf, drafts, keep } from "../state/drafts";
import { useStore } from "../state/store";
import { addMessage } from "../state/threads";

export function Composer({ id }: { id: string }) {
  const text = useStore(drafts, (all) => all.get(id)?.comment ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const send = async () => {
    const content = text.trim();
    if (busy || content === "") return;
    setBusy(true);
    setError("");
    try {
      addMessage(id, await api.comment(id, content));
      // What was typed meanwhile is the next comment.
      if (draftOf(id).comment?.trim() === content) keep(id, { comment: "" });
    } catch (failure) {
      setError(sentence(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="composer" data-testid="composer">
      <Grow
        label="Comment"
        value={text}
        placeholder="Ask back or comment"
        onText={(next) => keep(id, { comment: next })}
        onSend={() => void send()}
      />
      <button
        type="button"
        class="icon-button composer-send"
        aria-label="Send comment"
        aria-disabled={busy || text.trim() === "" ? "true" : undefined}
        onClick={() => void send()}
      >
        {busy ? <Spinner /> : <Icon name="send" />}
      </button>
      {error && (
        <p class="fault" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

// Where a person comments.
import { api } from "../api/calls";
import { Grow } from "../parts/grow";
import { Icon } from "../parts/icons";
import { Fault, Spinner } from "../parts/small";
import { addMessage } from "../state/threads";
import { useSending } from "./sending";

export function Composer({ id }: { id: string }) {
  const { text, busy, error, write, send } = useSending(id, async (content) => {
    addMessage(id, await api.comment(id, content));
  });
  return (
    <div class="composer" data-testid="composer">
      <Grow label="Comment" value={text} placeholder="Ask back or comment" onText={write} onSend={() => void send()} />
      <SendButton label="Send comment" busy={busy} empty={text.trim() === ""} onSend={() => void send()} />
      <Fault text={error} />
    </div>
  );
}

interface SendProps {
  label: string;
  busy: boolean;
  empty: boolean;
  onSend: () => void;
}

export function SendButton({ label, busy, empty, onSend }: SendProps) {
  return (
    <button
      type="button"
      class="icon-button composer-send"
      aria-label={label}
      aria-disabled={busy || empty ? "true" : undefined}
      onClick={onSend}
    >
      {busy ? <Spinner /> : <Icon name="send" />}
    </button>
  );
}

// Where a person writes into a channel. An owner may also where they aren't, and can come in.
import { useRef, useState } from "preact/hooks";
import { api } from "../api/calls";
import { sentence } from "../api/http";
import type { Channel } from "../api/types";
import { Grow } from "../parts/grow";
import { Fault, Spinner } from "../parts/small";
import { addMember } from "../state/channels";
import { useMe } from "../state/session";
import { talkOf } from "../state/talks";
import { SendButton } from "../thread/composer";
import { useSending } from "../thread/sending";
import { Offers, useCompletion } from "./offers";

interface ComposerProps {
  channel: Channel;
  // Whoever says something wants to see it.
  onSaid: () => void;
}

export function ChannelComposer({ channel, onSaid }: ComposerProps) {
  return (
    <div class="channel-foot">
      {!channel.member && <Join channel={channel} />}
      <Write channel={channel} onSaid={onSaid} />
    </div>
  );
}

function Write({ channel, onSaid }: ComposerProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const { text, busy, error, write, send } = useSending(channel.id, async (content) => {
    const post = await api.post(channel, content);
    talkOf(channel).add(post);
    onSaid();
  });
  const completion = useCompletion(channel.id, area, write);
  const { id, offers, chosen } = completion;
  const sendNow = () => {
    completion.close();
    void send();
  };
  return (
    <div class="composer" data-testid="channel-composer" onFocusOut={completion.close}>
      <Offers {...completion} />
      <Grow
        area={area}
        label={`Message to ${channel.name}`}
        value={text}
        placeholder={`Message to ${channel.name}`}
        enterSends
        completion={offers.length > 0 ? { list: id, active: `${id}-${chosen}` } : undefined}
        onKey={completion.onKey}
        onText={completion.onText}
        onSend={sendNow}
      />
      <SendButton label="Send message" busy={busy} empty={text.trim() === ""} onSend={sendNow} />
      <Fault text={error} />
    </div>
  );
}

function Join({ channel }: { channel: Channel }) {
  const me = useMe();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const join = async () => {
    if (busy || !me) return;
    setBusy(true);
    setError("");
    try {
      await addMember(channel, { person: me.id });
    } catch (failure) {
      setError(sentence(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="join">
      <p>You aren’t in this channel.</p>
      {!channel.from_file && (
        <button type="button" class="button" aria-busy={busy} onClick={() => void join()}>
          {busy && <Spinner />}
          Join
        </button>
      )}
      <Fault text={error} />
    </div>
  );
}

// What was said in a channel: the page above is read before its place is reached, and the end counts as read once seen.
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Channel } from "../api/types";
import { Icon } from "../parts/icons";
import { Empty, Spinner } from "../parts/small";
import { liesFurtherUp } from "../state/merging";
import { useMe } from "../state/session";
import type { Talk, TalkState } from "../state/talks";
import { entriesOf, firstUnread } from "./entries";
import { Older } from "./older";
import { Posts } from "./posts";
import { useReading } from "./reading";
import { Scroller } from "./scroller";

// Of a channel that nobody looked at for months this is enough at a time.
const pagesAtOnce = 10;

interface SaidProps {
  channel: Channel;
  talk: Talk;
  state: TalkState;
}

export function Said({ channel, talk, state }: SaidProps) {
  const me = useMe();
  const scroller = useRef<Scroller>(null);
  const [atEnd, setAtEnd] = useState(false);
  const { posts, older } = state;
  const last = posts[posts.length - 1];
  const mark = useReading(channel, last?.id, atEnd);
  const newFrom = firstUnread(posts, older, mark, me?.id);
  const entries = useMemo(() => entriesOf(posts, newFrom), [posts, newFrom]);
  return (
    <div class="channel-body">
      <Scroller
        ref={scroller}
        label={`Messages of ${channel.name}`}
        lastId={last?.id}
        lastIsMine={last !== undefined && last.author_id === me?.id}
        onEnd={setAtEnd}
      >
        <Older talk={talk} state={state} />
        {posts.length === 0 && <NothingSaid />}
        <Posts entries={entries} />
      </Scroller>
      {mark !== undefined && (
        <ToNew talk={talk} state={state} mark={mark} newFrom={newFrom} onReached={() => scroller.current?.toNew()} />
      )}
      {!atEnd && (
        <button type="button" class="button button-small to-end" onClick={() => scroller.current?.toEnd()}>
          <Icon name="down" />
          {channel.unread > 0 && channel.member ? `${channel.unread} new` : "Newest"}
        </button>
      )}
    </div>
  );
}

interface ToNewProps {
  talk: Talk;
  state: TalkState;
  mark: string | null;
  newFrom: string | undefined;
  onReached: () => void;
}

// Where more is new than is read at once, its beginning isn't here yet, and nothing else would tell of it.
function ToNew({ talk, state, mark, newFrom, onReached }: ToNewProps) {
  const [busy, setBusy] = useState(false);
  const wanted = useRef(false);
  useLayoutEffect(() => {
    if (!wanted.current || newFrom === undefined) return;
    wanted.current = false;
    onReached();
  }, [newFrom]);
  if (!liesFurtherUp(state, mark)) return null;
  const go = async () => {
    if (busy) return;
    wanted.current = true;
    setBusy(true);
    await talk.reach(mark, pagesAtOnce);
    setBusy(false);
  };
  return (
    <button type="button" class="button button-small to-new" aria-busy={busy} onClick={() => void go()}>
      {busy ? <Spinner /> : <Icon name="up" />}
      Where the new ones begin
    </button>
  );
}

function NothingSaid() {
  return (
    <Empty icon="comment" title="Nothing was said here yet">
      <p>Whatever is written here, everybody in the channel can read.</p>
    </Empty>
  );
}

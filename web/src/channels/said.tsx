// What was said in a channel: the page above is read before its place is reached, and the end counts as read once seen.
import { useMemo, useRef, useState } from "preact/hooks";
import type { Channel } from "../api/types";
import { Icon } from "../parts/icons";
import { Empty } from "../parts/small";
import { useMe } from "../state/session";
import type { Talk, TalkState } from "../state/talks";
import { entriesOf, firstUnread } from "./entries";
import { Older } from "./older";
import { Posts } from "./posts";
import { useReading } from "./reading";
import { Scroller } from "./scroller";

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
      {!atEnd && (
        <button type="button" class="button button-small to-end" onClick={() => scroller.current?.toEnd()}>
          <Icon name="down" />
          {channel.unread > 0 && channel.member ? `${channel.unread} new` : "Newest"}
        </button>
      )}
    </div>
  );
}

function NothingSaid() {
  return (
    <Empty icon="comment" title="Nothing was said here yet">
      <p>Whatever is written here, everybody in the channel can read.</p>
    </Empty>
  );
}

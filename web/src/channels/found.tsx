// What a search within a channel found, in the order in which it was said.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Channel } from "../api/types";
import { announce } from "../parts/announce";
import { Empty, Failed } from "../parts/small";
import { useStore } from "../state/store";
import { Talk } from "../state/talks";
import { entriesOf } from "./entries";
import { Older } from "./older";
import { Posts } from "./posts";
import { Scroller } from "./scroller";

export function Found({ channel, q }: { channel: Channel; q: string }) {
  const [talk] = useState(() => new Talk(channel.id, q));
  const state = useStore(talk.state);
  useEffect(() => void talk.load(), [talk]);
  const entries = useMemo(() => entriesOf(state.posts, undefined), [state.posts]);
  const count = `${state.posts.length}${state.older === undefined ? "" : " or more"} found`;
  useEffect(() => {
    if (state.phase === "ready") announce(count);
  }, [state.phase]);
  if (state.phase === "failed") return <Failed text={state.error} retry={() => void talk.load()} />;
  if (state.phase !== "ready") return <div class="channel-wait" />;
  if (state.posts.length === 0) {
    return (
      <div class="channel-wait">
        <Empty icon="search" title="Nothing found">
          <p>No message here matches “{q}”.</p>
        </Empty>
      </div>
    );
  }
  return (
    <div class="channel-body">
      <Scroller
        label={`Messages that match “${q}”`}
        lastId={state.posts[state.posts.length - 1]?.id}
        lastIsMine={false}
        onEnd={() => {}}
      >
        <Older talk={talk} state={state} />
        <p class="found-count">{count}</p>
        <Posts entries={entries} />
      </Scroller>
    </div>
  );
}

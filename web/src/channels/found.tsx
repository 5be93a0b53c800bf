// What a search within a channel found, in the order in which it was said, and each of it where it was said.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Channel, Post } from "../api/types";
import { announce } from "../parts/announce";
import { Icon } from "../parts/icons";
import { Empty, Failed } from "../parts/small";
import { useStore } from "../state/store";
import { Talk, type TalkState } from "../state/talks";
import { entriesOf, namedEach } from "./entries";
import { Later, Older } from "./older";
import { Posts } from "./posts";
import { Scroller } from "./scroller";

interface FoundProps {
  channel: Channel;
  q: string;
  onLeave: () => void;
}

export function Found({ channel, q, onLeave }: FoundProps) {
  const [talk] = useState(() => new Talk(channel, q));
  const state = useStore(talk.state);
  const [shown, setShown] = useState<Post>();
  // Back in the list one is where one was, also with the focus.
  const last = useRef<string>();
  useEffect(() => void talk.load(), [talk]);
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const post = last.current && body.current?.querySelector(`[data-post-id="${CSS.escape(last.current)}"]`);
    if (post) post.querySelector<HTMLElement>(".show-post")?.focus();
  }, [shown]);
  const count = countText(state);
  const over = state.phase === "ready" && !goesOn(state);
  useEffect(() => {
    if (over) announce(count);
  }, [over]);
  if (state.phase === "failed") return <Failed text={state.error} retry={() => void talk.load()} />;
  if (state.phase !== "ready") return <div class="channel-wait" />;
  if (shown) return <Around channel={channel} post={shown} onBack={() => setShown(undefined)} onLeave={onLeave} />;
  if (state.posts.length === 0 && state.older === undefined) {
    return (
      <div class="channel-wait">
        <Empty icon="search" title="Nothing found">
          <p>No message here matches “{q}”.</p>
        </Empty>
      </div>
    );
  }
  const show = (post: Post) => {
    last.current = post.id;
    setShown(post);
  };
  return (
    <div class="channel-body" ref={body}>
      <Scroller
        label={`Messages that match “${q}”`}
        lastId={state.posts[state.posts.length - 1]?.id}
        lastIsMine={false}
        startAt={last.current}
      >
        <Older talk={talk} state={state} />
        <p class="found-count">{count}</p>
        <Posts entries={namedEach(entriesOf(state.posts, undefined))} onShow={show} />
      </Scroller>
    </div>
  );
}

// The server looks through a part of a long channel at a time: nothing in it doesn't mean that there is nothing.
function goesOn({ posts, older }: TalkState): boolean {
  return posts.length === 0 && older !== undefined;
}

function countText(state: TalkState): string {
  if (goesOn(state)) return "Nothing found in what was said lately";
  return `${state.posts.length}${state.older === undefined ? "" : " or more"} found`;
}

interface AroundProps {
  channel: Channel;
  post: Post;
  onBack: () => void;
  onLeave: () => void;
}

// One message with what was said before and after it. What comes meanwhile is read at the channel's end.
function Around({ channel, post, onBack, onLeave }: AroundProps) {
  const [talk] = useState(() => new Talk(channel));
  const state = useStore(talk.state);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => void talk.around(post), [talk]);
  useLayoutEffect(() => {
    if (state.phase === "ready") body.current?.querySelector<HTMLElement>(".message-found")?.focus();
  }, [state.phase]);
  const entries = useMemo(() => entriesOf(state.posts, undefined), [state.posts]);
  return (
    <>
      <div class="found-bar">
        <button type="button" class="text-button" onClick={onBack}>
          <Icon name="back" />
          All that was found
        </button>
        <button type="button" class="text-button" onClick={onLeave}>
          Leave the search
          <Icon name="cross" />
        </button>
      </div>
      {state.phase === "failed" ? (
        <Failed text={state.error} retry={() => void talk.around(post)} />
      ) : state.phase !== "ready" ? (
        <div class="channel-wait" />
      ) : (
        <div class="channel-body" ref={body}>
          <Scroller
            label={`Messages of ${channel.name}`}
            lastId={state.posts[state.posts.length - 1]?.id}
            lastIsMine={false}
            startAt={post.id}
            open
          >
            <Older talk={talk} state={state} />
            <Posts entries={entries} found={post.id} />
            <Later talk={talk} state={state} />
          </Scroller>
        </div>
      )}
    </>
  );
}

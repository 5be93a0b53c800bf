// The messages of a channel, with the days between them.
import type { Post } from "../api/types";
import { Avatar, Prose } from "../parts/small";
import { useMe } from "../state/session";
import { useNow } from "../time/clock";
import { clock, dayName, full } from "../time/format";
import type { Entry } from "./entries";

export function Posts({ entries }: { entries: readonly Entry[] }) {
  return (
    <ol class="posts">
      {entries.map((entry) => (
        <li key={entry.key} class={entry.kind === "post" && entry.follows ? "post-follows" : ""}>
          {entry.kind === "day" ? (
            <DayLine at={entry.at} />
          ) : entry.kind === "new" ? (
            <p class="new-line" data-testid="new-line">
              <span>New</span>
            </p>
          ) : (
            <PostView post={entry.post} follows={entry.follows} />
          )}
        </li>
      ))}
    </ol>
  );
}

function DayLine({ at }: { at: string }) {
  const now = useNow(60_000);
  return (
    <p class="day-line">
      <time dateTime={at}>{dayName(at, now)}</time>
    </p>
  );
}

function PostView({ post, follows }: { post: Post; follows: boolean }) {
  const me = useMe();
  const isAgent = post.author_type === "agent";
  const forMe = post.author_id !== me?.id && post.mentions.some((one) => one.id === me?.id);
  return (
    <article
      class={`message message-${post.author_type} ${forMe ? "message-for-me" : ""}`}
      data-testid="post"
      data-post-id={post.id}
    >
      {follows ? <span class="avatar-room" /> : <Avatar name={post.author_name} />}
      <div class="message-text">
        <p class={follows ? "unseen" : "message-head"}>
          <strong>{post.author_name}</strong>
          {isAgent && <span class="tag">agent</span>}
          {forMe && <span class="unseen">mentions you</span>}
          <time dateTime={post.created_at} title={full(post.created_at)}>
            {clock(post.created_at)}
          </time>
        </p>
        <Prose html={post.content_html} fallback={post.content} />
      </div>
    </article>
  );
}

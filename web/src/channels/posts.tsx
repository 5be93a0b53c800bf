// The messages of a channel, with the days between them.
import type { Post } from "../api/types";
import { Avatar, Prose } from "../parts/small";
import { useMe } from "../state/session";
import { useNow } from "../time/clock";
import { clock, dayName, full } from "../time/format";
import type { Entry } from "./entries";

interface PostsProps {
  entries: readonly Entry[];
  // The one that was looked for.
  found?: string;
  // Shows a message where it was said.
  onShow?: (post: Post) => void;
}

export function Posts({ entries, found, onShow }: PostsProps) {
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
            <PostView
              post={entry.post}
              follows={entry.follows}
              isFound={entry.post.id === found}
              onShow={onShow && (() => onShow(entry.post))}
            />
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

interface PostProps {
  post: Post;
  follows: boolean;
  isFound: boolean;
  onShow: (() => void) | undefined;
}

function PostView({ post, follows, isFound, onShow }: PostProps) {
  const me = useMe();
  const isAgent = post.author_type === "agent";
  const forMe = post.author_id !== me?.id && post.mentions.some((one) => one.id === me?.id);
  return (
    <article
      class={`message message-${post.author_type} ${forMe ? "message-for-me" : ""} ${isFound ? "message-found" : ""}`}
      tabIndex={isFound ? -1 : undefined}
      aria-current={isFound ? "true" : undefined}
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
        {onShow && (
          <button type="button" class="text-button show-post" onClick={onShow}>
            Show in the channel
          </button>
        )}
      </div>
    </article>
  );
}

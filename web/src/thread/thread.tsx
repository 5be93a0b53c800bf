// A conversation: what was said, asked and announced, in order, and the place to say something.
import { useEffect, useMemo } from "preact/hooks";
import type { Ask, Message } from "../api/types";
import { outcomeLine, outcomeOf, placeOf } from "../forms/outcome";
import { watchThread } from "../live/live";
import { NoticeCard } from "../pages/notice-card";
import { Icon } from "../parts/icons";
import { Ago, Avatar, Failed, Prose, Skeleton } from "../parts/small";
import { book } from "../state/asks";
import { useMe } from "../state/session";
import { useStore } from "../state/store";
import { loadThread, type Thread, threads } from "../state/threads";
import { Composer } from "./composer";
import { type Entry, timelineOf } from "./timeline";

export function useThread(id: string): Thread | undefined {
  useEffect(() => {
    const timer = setTimeout(() => void loadThread(id), 150);
    const unwatch = watchThread(id);
    return () => {
      clearTimeout(timer);
      unwatch();
    };
  }, [id]);
  return useStore(threads, (all) => all.get(id));
}

export function ThreadOf({ id, apart }: { id: string; apart?: string }) {
  const thread = useThread(id);
  const ready = thread?.phase === "ready";
  const known = ready || thread?.phase === "failed";
  return (
    <section class="thread" aria-label="Conversation" data-testid="thread">
      {ready ? (
        <Entries thread={thread} apart={apart} />
      ) : thread?.phase === "failed" ? (
        <Failed text={thread.error} retry={() => void loadThread(id)} />
      ) : (
        <div class="thread-wait">{!apart && <Skeleton rows={2} />}</div>
      )}
      {/* Not before what stands above it is known, or it would jump. */}
      {known && <Composer id={id} />}
    </section>
  );
}

function Entries({ thread, apart }: { thread: Thread; apart: string | undefined }) {
  const asks = useStore(book);
  const entries = useMemo(() => {
    const own = thread.askIds.map((id) => asks.get(id)).filter((ask): ask is Ask => ask !== undefined);
    return timelineOf({ asks: own, notices: thread.notices, messages: thread.messages }, apart);
  }, [thread, asks, apart]);
  if (entries.length === 0) return null;
  return (
    <ol class="entries">
      {entries.map((entry) => (
        <li key={entry.key}>
          <EntryView entry={entry} />
        </li>
      ))}
    </ol>
  );
}

function EntryView({ entry }: { entry: Entry }) {
  switch (entry.kind) {
    case "message":
      return <MessageView message={entry.message} />;
    case "notice":
      return <NoticeCard notice={entry.notice} inThread />;
    case "ask":
      return <AskLink ask={entry.ask} />;
    case "answer":
      return <AnswerLine ask={entry.ask} />;
  }
}

function MessageView({ message }: { message: Message }) {
  const where = message.via?.backend && message.via.backend !== "inbox" ? placeOf(message.via.backend) : "";
  if (message.author_type === "askd") {
    return (
      <p class="event-line" data-testid="message">
        <Icon name="info" />
        <span>{message.content}</span>
        <Ago at={message.created_at} />
      </p>
    );
  }
  return (
    <div class={`message message-${message.author_type}`} data-testid="message">
      <Avatar name={message.author_name} />
      <div class="message-text">
        <p class="message-head">
          <strong>{message.author_name}</strong>
          {where && <span>in {where}</span>}
          {message.kind === "late_answer" && <span class="tag tag-high">Came after the end</span>}
          <Ago at={message.created_at} />
        </p>
        <Prose html={message.content_html} fallback={message.content} />
      </div>
    </div>
  );
}

function AskLink({ ask }: { ask: Ask }) {
  return (
    <a class="ask-link" href={`/asks/${ask.id}`}>
      <Avatar name={ask.agent.name} />
      <span class="ask-link-text">
        <strong>{ask.title}</strong>
        <span class={ask.state === "open" ? "waiting" : ""}>
          {ask.state === "open" ? "Waiting for an answer" : (outcomeOf(ask)?.verb ?? ask.state)}
        </span>
      </span>
      <Ago at={ask.created_at} />
      <Icon name="chevron" />
    </a>
  );
}

function AnswerLine({ ask }: { ask: Ask }) {
  const me = useMe();
  const outcome = outcomeOf(ask, me?.id);
  if (!outcome) return null;
  return (
    <p class={`event-line tone-${outcome.tone}`}>
      <Icon name={outcome.tone === "bad" ? "cross" : "check"} />
      <span>{outcomeLine(outcome, "")}</span>
      <Ago at={outcome.at} />
    </p>
  );
}

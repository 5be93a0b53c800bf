// One ask in full: what is asked, everything known about it, the answer, and the conversation around it.
import { useEffect, useState } from "preact/hooks";
import { AnswerForm } from "../answer/answer";
import { sentence } from "../api/http";
import type { Ask } from "../api/types";
import { watchAsk } from "../live/live";
import { Countdown } from "../parts/countdown";
import { Icon } from "../parts/icons";
import { AgentName, Ago, Failed, Prose, Skeleton, UrgencyTag } from "../parts/small";
import { back, place } from "../router";
import { LinkState } from "../shell/link-state";
import { book, held, refresh } from "../state/asks";
import { useStore } from "../state/store";
import { ThreadOf } from "../thread/thread";
import { AttemptLine, Unsent } from "./attempt";
import { cursor, focusCard } from "./cursor";
import { Context, Facts, TroubleBanner } from "./facts";
import { AskKeys } from "./keys";
import { OutcomeBox } from "./outcome";

export function Detail({ id }: { id: string }) {
  const ask = useStore(book, (asks) => asks.get(id));
  const [error, setError] = useState("");
  const read = () => {
    setError("");
    refresh(id).catch((failure) => {
      if (!held(id)) setError(sentence(failure));
    });
  };
  useEffect(() => {
    cursor.set(id);
    // Moving through a list with the keys must not read every ask on the way.
    const timer = setTimeout(read, held(id) ? 150 : 0);
    const unwatch = watchAsk(id);
    return () => {
      clearTimeout(timer);
      unwatch();
    };
  }, [id]);
  return (
    <div class="detail" data-testid="ask-detail">
      <BackBar />
      {ask ? <Whole key={id} ask={ask} /> : error ? <Failed text={error} retry={read} /> : <Skeleton rows={2} />}
    </div>
  );
}

export function BackBar() {
  const from = useStore(place, (now) => now.from);
  const target = from === "history" ? "/history" : "/";
  const leave = () => {
    const id = cursor.get();
    back(target);
    setTimeout(() => focusCard(id), 60);
  };
  return (
    <div class="back-bar">
      <button type="button" class="icon-button back" aria-label="Back" onClick={leave}>
        <Icon name="back" />
      </button>
      <LinkState />
    </div>
  );
}

function Whole({ ask }: { ask: Ask }) {
  const open = ask.state === "open";
  return (
    <>
      <AskKeys ask={ask} />
      <article class="whole" aria-labelledby={`detail-${ask.id}`}>
        <header class="whole-head">
          <AgentName agent={ask.agent} />
          <Ago at={ask.created_at} />
          {open && <UrgencyTag urgency={ask.urgency} />}
          <span class="push" />
          <Countdown ask={ask} />
        </header>
        <h1 id={`detail-${ask.id}`} class="whole-title" tabIndex={-1}>
          {ask.title}
        </h1>
        {open && <TroubleBanner ask={ask} />}
        <Prose html={ask.body_html} fallback={ask.body} />
        <Context ask={ask} />
        {open ? <AnswerForm ask={ask} /> : <OutcomeBox ask={ask} />}
        {!open && <AttemptLine ask={ask} />}
        {!open && <Unsent ask={ask} />}
        <Facts ask={ask} />
      </article>
      <ThreadOf id={ask.conversation} apart={ask.id} />
    </>
  );
}

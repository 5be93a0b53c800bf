// One ask in a list: who asks, what, and the buttons that answer it.
import { Component } from "preact";
import { useMemo, useRef } from "preact/hooks";
import type { Ask } from "../api/types";
import { outcomeLine, outcomeOf, troubleOf } from "../forms/outcome";
import { cutAt, plainOf } from "../forms/plain";
import { Countdown } from "../parts/countdown";
import { Icon } from "../parts/icons";
import { AgentName, Ago, UrgencyTag } from "../parts/small";
import { book } from "../state/asks";
import { useMe } from "../state/session";
import { useStore } from "../state/store";
import { useNow } from "../time/clock";
import { moment } from "../time/format";
import { AttemptLine } from "./attempt";
import { useRoom } from "./near";
import { QuickAnswer } from "./quick";

interface RowProps {
  id: string;
  index: number;
  selected: boolean;
  actions: boolean;
}

// One of thousands: drawn again only when something about this one has changed.
export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const { id, selected, actions } = this.props;
    return id !== next.id || selected !== next.selected || actions !== next.actions;
  }

  override render() {
    return <RowView {...this.props} />;
  }
}

function RowView({ id, index, selected, actions }: RowProps) {
  const row = useRef<HTMLLIElement>(null);
  const room = useRoom(row, index < 12);
  const kept = room === undefined || selected ? undefined : { height: `${room}px` };
  return (
    <li ref={row} class="row" style={kept} data-testid="ask-card" data-ask-id={id}>
      {!kept && <Card id={id} selected={selected} actions={actions} />}
    </li>
  );
}

function Card({ id, selected, actions }: { id: string; selected: boolean; actions: boolean }) {
  const ask = useStore(book, (asks) => asks.get(id));
  if (!ask) return null;
  const ended = ask.state !== "open";
  const look = `${selected ? "card-selected" : ""} ${ended ? "card-ended" : ""} card-${ask.urgency}`;
  return (
    <article class={`card ${look}`} aria-labelledby={`title-${id}`}>
      <header class="card-head">
        <AgentName agent={ask.agent} />
        {!ended && <UrgencyTag urgency={ask.urgency} />}
        <span class="push" />
        {ask.state === "open" && ask.expires_at ? <Countdown ask={ask} /> : <Ago at={ask.created_at} />}
      </header>
      <h2 class="card-title" id={`title-${id}`}>
        <a class="card-link" href={`/asks/${id}`} aria-current={selected ? "true" : undefined}>
          {ask.title}
        </a>
      </h2>
      <Gist ask={ask} />
      {!ended && <Trouble ask={ask} />}
      {actions && !ended && <QuickAnswer ask={ask} />}
      {ended && <Ended ask={ask} />}
      <AttemptLine ask={ask} />
    </article>
  );
}

const gistLength = 180;

// What doesn't fit here is cut with a mark, never silently.
function Gist({ ask }: { ask: Ask }) {
  const html = ask.body_html ?? "";
  const gist = useMemo(() => cutAt(html ? plainOf(html) : (ask.body ?? ""), gistLength), [html, ask.body]);
  const fields = Object.keys(ask.context ?? {}).length;
  const more = [gist.cut ? "read all" : "", fields > 0 ? `${fields} ${fields === 1 ? "detail" : "details"}` : ""];
  const rest = more.filter(Boolean).join(" · ");
  if (!gist.text && !rest) return null;
  return (
    <p class="card-gist">
      {gist.text} {rest && <span class="card-more">{rest}</span>}
    </p>
  );
}

function Trouble({ ask }: { ask: Ask }) {
  const trouble = troubleOf(ask);
  if (!trouble) return null;
  return (
    <p class="card-trouble">
      <Icon name="warning" />
      {trouble.onlyHere ? "It’s only here: " : ""}
      {trouble.lines[0]}
    </p>
  );
}

function Ended({ ask }: { ask: Ask }) {
  const me = useMe();
  const now = useNow(60_000);
  const outcome = outcomeOf(ask, me?.id);
  if (!outcome) return null;
  const icon = outcome.tone === "good" ? "check" : outcome.tone === "bad" ? "cross" : "clock";
  return (
    <p class={`card-outcome tone-${outcome.tone}`} data-testid="outcome">
      <Icon name={icon} />
      {outcomeLine(outcome, outcome.at && moment(outcome.at, now))}
    </p>
  );
}

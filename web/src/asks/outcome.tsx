// How an ask ended: what, by whom, where, when, and how sure it is who that was.
import type { Ask } from "../api/types";
import { outcomeOf, rowsOf, surenessOf, tallyOf } from "../forms/outcome";
import { Icon } from "../parts/icons";
import { useMe } from "../state/session";
import { useNow } from "../time/clock";
import { full, moment } from "../time/format";

export function OutcomeBox({ ask }: { ask: Ask }) {
  const me = useMe();
  const now = useNow(60_000);
  const outcome = outcomeOf(ask, me?.id);
  if (!outcome) return null;
  const { answer } = ask;
  const icon = outcome.tone === "good" ? "check" : outcome.tone === "bad" ? "cross" : "clock";
  const sure = answer ? surenessOf(answer) : "";
  return (
    <section class={`outcome tone-${outcome.tone}`} aria-label="Outcome" data-testid="outcome" tabIndex={-1}>
      <span class="outcome-mark">
        <Icon name={icon} />
      </span>
      <div class="outcome-text">
        <p class="outcome-line">
          <strong>{outcome.verb}</strong>
          {outcome.by && ` by ${outcome.by}`}
          {outcome.where && <Where text={outcome.where} link={answer?.via?.link} />}
        </p>
        <p class="outcome-sub">
          {outcome.at && <time title={full(outcome.at)}>{moment(outcome.at, now)}</time>}
          {sure && <span>{sure}</span>}
          {answer?.via?.room && answer.via.backend !== "inbox" && <span>{answer.via.room}</span>}
        </p>
        <Given ask={ask} />
        {answer?.note && <blockquote class="outcome-note">{answer.note}</blockquote>}
        {ask.reason && <blockquote class="outcome-note">{ask.reason}</blockquote>}
        {ask.superseded_by && (
          <p>
            <a href={`/asks/${ask.superseded_by}`}>Go to the newer ask</a>
          </p>
        )}
        <Votes ask={ask} />
      </div>
    </section>
  );
}

function Where({ text, link }: { text: string; link: string | undefined }) {
  const safe = link && /^https?:\/\//.test(link);
  return (
    <>
      {" in "}
      {safe ? (
        <a href={link} target="_blank" rel="noopener noreferrer">
          {text}
        </a>
      ) : (
        text
      )}
    </>
  );
}

function Given({ ask }: { ask: Ask }) {
  const { answer } = ask;
  if (!answer) return null;
  if (ask.form.kind === "text") return <p class="outcome-value">{String(answer.value)}</p>;
  const rows = rowsOf(ask, answer.value);
  if (rows.length === 0) return null;
  return (
    <dl class="table">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Votes({ ask }: { ask: Ask }) {
  const tally = tallyOf(ask);
  if (!tally || tally.votes.length === 0) return null;
  const words = tally.votes.map((vote) => `${vote.by?.name ?? "somebody"}: ${String(vote.value)}`);
  return <p class="outcome-votes">Votes: {words.join(", ")}</p>;
}

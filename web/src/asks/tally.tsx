// The votes so far, where one person isn't enough.
import type { Ask } from "../api/types";
import { labelOf, tallyOf } from "../forms/outcome";
import { Icon } from "../parts/icons";

export function TallyLine({ ask }: { ask: Ask }) {
  const tally = tallyOf(ask);
  if (!tally) return null;
  const names = tally.votes.map((vote) => vote.by?.name).filter(Boolean);
  return (
    <p class="tally" data-testid="tally">
      <span class="tally-dots" aria-hidden="true">
        {Array.from({ length: Math.min(tally.required, 9) }, (_, index) => (
          <i key={index} class={index < tally.votes.length ? "on" : ""} />
        ))}
      </span>
      {tally.votes.length} of {tally.required} votes{names.length > 0 ? `: ${names.join(", ")}` : ""}
    </p>
  );
}

export function Voted({ ask, vote }: { ask: Ask; vote: string }) {
  return (
    <div class="voted">
      <TallyLine ask={ask} />
      <p class="card-quiet">
        <Icon name="check" />
        Your vote: {labelOf(ask, vote)}
      </p>
    </div>
  );
}

// The agents of the team, for its owners: what each may do, where it is, and how to take its tokens away.
import { useEffect, useState } from "preact/hooks";
import { sentence } from "../api/http";
import type { AgentAccount } from "../api/types";
import { Empty, Failed, Skeleton } from "../parts/small";
import { Page } from "../shell/page";
import { useOwned } from "../state/session";
import { agentsOf } from "../state/teams";
import { AgentCard } from "./agent-card";

const shownAtOnce = 100;

// Those that can come in first, each kind by name.
function ordered(agents: readonly AgentAccount[]): AgentAccount[] {
  return [...agents].sort(
    (a, b) => Number(a.revoked_at !== null) - Number(b.revoked_at !== null) || a.name.localeCompare(b.name),
  );
}

async function allAgents(teams: readonly string[]): Promise<AgentAccount[]> {
  return ordered((await Promise.all(teams.map(agentsOf))).flat());
}

export function Agents() {
  const owned = useOwned();
  return (
    <Page title="Agents" back="/settings">
      {owned.length > 0 ? (
        <AgentList teams={owned} />
      ) : (
        <Empty icon="agent" title="Only owners see the agents">
          <p>Ask an owner of your team.</p>
        </Empty>
      )}
    </Page>
  );
}

// All are read and few are drawn: so each has its place from the beginning, and none moves when more are shown.
function AgentList({ teams }: { teams: readonly string[] }) {
  const [agents, setAgents] = useState<AgentAccount[]>();
  const [shown, setShown] = useState(shownAtOnce);
  const [error, setError] = useState("");
  const read = () => {
    setError("");
    allAgents(teams).then(setAgents, (failure) => setError(sentence(failure)));
  };
  useEffect(read, [teams.join()]);
  // In its place, where it may be showing a token that is told only once.
  const take = (changed: AgentAccount) =>
    setAgents((held) => held?.map((agent) => (agent.id === changed.id ? changed : agent)));
  if (error) return <Failed text={error} retry={read} />;
  if (!agents) return <Skeleton rows={4} />;
  if (agents.length === 0) {
    return (
      <Empty icon="agent" title="No agents yet">
        <p>An agent appears here once it has a token.</p>
      </Empty>
    );
  }
  return (
    <>
      <ul class="stack">
        {agents.slice(0, shown).map((agent) => (
          <li key={agent.id}>
            <AgentCard agent={agent} team={teams.length > 1 ? agent.team : ""} onChanged={take} />
          </li>
        ))}
      </ul>
      {agents.length > shown && (
        <div class="more">
          <button type="button" class="button button-plain" onClick={() => setShown(shown + shownAtOnce)}>
            Show more
          </button>
        </div>
      )}
    </>
  );
}

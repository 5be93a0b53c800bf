// The agents of the team, for its owners: what each may do, where it is, and how to take its tokens away.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/calls";
import { sentence } from "../api/http";
import type { AgentAccount } from "../api/types";
import { Empty, Failed, Skeleton } from "../parts/small";
import { Page } from "../shell/page";
import { useMe } from "../state/session";
import { AgentCard } from "./agent-card";

const pageSize = 100;

// Those that can come in first, each kind by name.
function ordered(agents: Iterable<AgentAccount>): AgentAccount[] {
  return [...agents].sort(
    (a, b) => Number(a.revoked_at !== null) - Number(b.revoked_at !== null) || a.name.localeCompare(b.name),
  );
}

export function Agents() {
  const me = useMe();
  return (
    <Page title="Agents" back="/settings">
      {me?.role === "owner" ? (
        <AgentList />
      ) : (
        <Empty icon="agent" title="Only owners see the agents">
          <p>Ask an owner of your team.</p>
        </Empty>
      )}
    </Page>
  );
}

function AgentList() {
  const [agents, setAgents] = useState<AgentAccount[]>();
  const [next, setNext] = useState<string>();
  const [error, setError] = useState("");
  const read = async (cursor?: string) => {
    setError("");
    try {
      const page = await api.agents(pageSize, cursor);
      setAgents((held) => {
        const before = cursor === undefined ? [] : (held ?? []);
        return ordered(new Map([...before, ...page.agents].map((agent) => [agent.id, agent])).values());
      });
      setNext(page.next);
    } catch (failure) {
      setError(sentence(failure));
    }
  };
  useEffect(() => void read(), []);
  return (
    <>
      {error && <Failed text={error} retry={() => void read(next)} />}
      {!agents && !error && <Skeleton rows={4} />}
      {agents?.length === 0 && (
        <Empty icon="agent" title="No agents yet">
          <p>An agent appears here once it has a token.</p>
        </Empty>
      )}
      {agents && agents.length > 0 && (
        <ul class="stack">
          {agents.map((agent) => (
            <li key={agent.id}>
              <AgentCard agent={agent} onChanged={() => void read()} />
            </li>
          ))}
        </ul>
      )}
      {next !== undefined && !error && (
        <div class="more">
          <button type="button" class="button button-plain" onClick={() => void read(next)}>
            Show more
          </button>
        </div>
      )}
    </>
  );
}

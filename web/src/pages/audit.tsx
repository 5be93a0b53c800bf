// The audit log as a plain list: what happened, when, and the hash that chains it.
import { useEffect, useMemo, useState } from "preact/hooks";
import { api } from "../api/calls";
import { sentence } from "../api/http";
import type { AgentAccount, AuditRecord } from "../api/types";
import { gistOf } from "../forms/record";
import { spaced } from "../forms/schema";
import { Empty, Failed, Skeleton } from "../parts/small";
import { Page } from "../shell/page";
import { channelsState } from "../state/channels";
import { useStore } from "../state/store";
import { agentsOf, loadPeople, people, teams } from "../state/teams";
import { full } from "../time/format";

const pageSize = 50;

export function Audit() {
  const [records, setRecords] = useState<AuditRecord[]>();
  const [next, setNext] = useState<string>();
  const [error, setError] = useState("");
  const read = async (before?: string) => {
    setError("");
    try {
      const page = await api.audit(pageSize, before);
      setRecords((held) => (before === undefined ? page.records : [...(held ?? []), ...page.records]));
      setNext(page.next);
    } catch (failure) {
      setError(sentence(failure));
    }
  };
  useEffect(() => void read(), []);
  const nameOf = useNames();
  return (
    <Page title="Audit" back="/settings">
      {error && <Failed text={error} retry={() => void read(next)} />}
      {!records && !error && <Skeleton rows={6} />}
      {records?.length === 0 && <Empty icon="audit" title="No records" />}
      {records && records.length > 0 && (
        <ol class="records">
          {records.map((record) => (
            <Row key={record.seq} record={record} nameOf={nameOf} />
          ))}
        </ol>
      )}
      {next !== undefined && !error && (
        <div class="more">
          <button type="button" class="button button-plain" onClick={() => void read(next)}>
            Show older
          </button>
        </div>
      )}
    </Page>
  );
}

type NameOf = (id: string) => string | undefined;

// What is called by an id: whoever reads the log knows channels, agents and people by their names.
function useNames(): NameOf {
  const [team = ""] = useStore(teams);
  const channels = useStore(channelsState, (state) => state.all);
  const persons = useStore(people, (all) => all.get(team));
  const [agents, setAgents] = useState<readonly AgentAccount[]>([]);
  useEffect(() => {
    // A log without names is still a log.
    loadPeople(team).catch(() => {});
    agentsOf(team).then(setAgents, () => {});
  }, [team]);
  const names = useMemo(
    () => new Map([...channels.values(), ...agents, ...(persons ?? [])].map(({ id, name }) => [id, name])),
    [channels, agents, persons],
  );
  return (id) => names.get(id);
}

function Row({ record, nameOf }: { record: AuditRecord; nameOf: NameOf }) {
  return (
    <li data-testid="audit-record">
      <details>
        <summary>
          <span class="record-seq">{record.seq}</span>
          <span class="record-text">
            <strong>{spaced(record.fact.kind.replace(/\./g, " "))}</strong>
            <span>{gistOf(record.fact, nameOf)}</span>
          </span>
          <time dateTime={record.at}>{full(record.at)}</time>
        </summary>
        <pre tabIndex={0}>{JSON.stringify(record.fact, null, 2)}</pre>
        <p class="record-hash">
          Hash <code>{record.hash}</code>
        </p>
      </details>
    </li>
  );
}

// The audit log as a plain list: what happened, when, and the hash that chains it.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/calls";
import { sentence } from "../api/http";
import type { AuditRecord } from "../api/types";
import { gistOf } from "../forms/record";
import { spaced } from "../forms/schema";
import { Empty, Failed, Skeleton } from "../parts/small";
import { Page } from "../shell/page";
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
  return (
    <Page title="Audit" back="/settings">
      {error && <Failed text={error} retry={() => void read(next)} />}
      {!records && !error && <Skeleton rows={6} />}
      {records?.length === 0 && <Empty icon="audit" title="No records" />}
      {records && records.length > 0 && (
        <ol class="records">
          {records.map((record) => (
            <Row key={record.seq} record={record} />
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

function Row({ record }: { record: AuditRecord }) {
  return (
    <li data-testid="audit-record">
      <details>
        <summary>
          <span class="record-seq">{record.seq}</span>
          <span class="record-text">
            <strong>{spaced(record.fact.kind.replace(/\./g, " "))}</strong>
            <span>{gistOf(record.fact)}</span>
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

// How the platforms are that askd stands on, for owners: whoever misses an ask in their chat looks here first.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/calls";
import { sentence } from "../api/http";
import type { Backend } from "../api/types";
import { Fault } from "../parts/small";

const words: Record<Backend["state"], string> = { up: "Up", degraded: "Degraded", down: "Down" };
const tags: Record<Backend["state"], string> = { up: "tag", degraded: "tag tag-high", down: "tag tag-critical" };

export function Backends() {
  const [backends, setBackends] = useState<Backend[]>();
  const [error, setError] = useState("");
  useEffect(() => {
    api.backends().then(
      (page) => setBackends(page.backends),
      (failure) => setError(sentence(failure)),
    );
  }, []);
  if (error) return <Fault text={error} />;
  if (!backends || backends.length === 0) return null;
  return (
    <section class="panel people" aria-label="Platforms">
      <ul>
        {backends.map((backend) => (
          <li key={backend.name}>
            <span class="person-text">
              <strong>{backend.name}</strong>
              {backend.reason && <span>{backend.reason}</span>}
            </span>
            <span class={tags[backend.state]}>{words[backend.state]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

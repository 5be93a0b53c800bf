// One agent, with its tokens: a new one is shown once, and all of them can be taken away.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { api } from "../api/calls";
import { sentence } from "../api/http";
import type { AgentAccount, Rotated, Webhook } from "../api/types";
import { announce } from "../parts/announce";
import { CopyField } from "../parts/copy-field";
import { Icon } from "../parts/icons";
import { Avatar, Fault, Spinner } from "../parts/small";
import { moment } from "../time/format";

interface ChangeProps {
  agent: AgentAccount;
  onChanged: (agent: AgentAccount) => void;
}

interface CardProps extends ChangeProps {
  // Its name where agents of several teams stand here.
  team: string;
}

export function AgentCard({ agent, team, onChanged }: CardProps) {
  return (
    <article
      class={`panel agent-card ${agent.revoked_at ? "agent-revoked" : ""}`}
      aria-label={agent.name}
      data-testid="agent-card"
    >
      <header class="agent-head">
        <Avatar name={agent.name} />
        <span class="person-text">
          <h2>{agent.name}</h2>
          {agent.description && <span>{agent.description}</span>}
        </span>
        {team && <span class="tag">{team}</span>}
        {agent.class && <span class="tag">{agent.class}</span>}
        {agent.revoked_at && <span class="tag tag-critical">revoked</span>}
      </header>
      <Facts agent={agent} />
      {!agent.revoked_at && <Tokens agent={agent} onChanged={onChanged} />}
    </article>
  );
}

function Facts({ agent }: { agent: AgentAccount }) {
  const now = Date.now();
  return (
    <dl class="agent-facts">
      <Fact name="May">{agent.capabilities.length > 0 ? agent.capabilities.join(", ") : "nothing"}</Fact>
      <Fact name="Channels">
        {agent.channels.length === 0 && "none"}
        {agent.channels.map((channel, index) => (
          <span key={channel.id}>
            {index > 0 && ", "}
            <a href={`/channels/${channel.id}`}>{channel.name}</a>
          </span>
        ))}
      </Fact>
      <Fact name="Token">
        {agent.tokens.length === 0 && "none"}
        {agent.tokens.map((token) => (
          <span key={token.id} class="agent-token">
            {token.expires_at ? `until ${moment(token.expires_at, now)}` : "without an end"}
            <span class="faint">, issued {moment(token.issued_at, now)}</span>
          </span>
        ))}
      </Fact>
      <Fact name="Webhook">{agent.webhook ? <Hook webhook={agent.webhook} /> : "none"}</Fact>
      <Fact name="Created">{moment(agent.created_at, now)}</Fact>
      {agent.revoked_at && <Fact name="Revoked">{moment(agent.revoked_at, now)}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const looks: Record<Webhook["state"], string> = { active: "", failing: "tag-high", disabled: "tag-critical" };

function Hook({ webhook }: { webhook: Webhook }) {
  return (
    <>
      <span class={`tag ${looks[webhook.state] ?? ""}`}>{webhook.state}</span> {webhook.url}
      {webhook.reason && <span class="agent-reason">{webhook.reason}</span>}
    </>
  );
}

function Tokens({ agent, onChanged }: ChangeProps) {
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState(false);
  const [made, setMade] = useState<Rotated>();
  const [error, setError] = useState("");
  const run = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setError("");
    try {
      await work();
      await api
        .agent(agent)
        .then(onChanged, (failure) => setError(`It is done. What stands here is of before: ${sentence(failure)}`));
    } catch (failure) {
      setError(sentence(failure));
    } finally {
      setBusy(false);
    }
  };
  const rotate = () => run(async () => setMade(await api.rotate(agent)));
  const revoke = () =>
    run(async () => {
      await api.revoke(agent);
      announce(`${agent.name} is revoked`);
    });
  return (
    <>
      {made && <NewToken made={made} onDone={() => setMade(undefined)} />}
      {asked ? (
        <Confirm name={agent.name} busy={busy} onYes={revoke} onNo={() => setAsked(false)} />
      ) : (
        <div class="actions">
          <button type="button" class="button" aria-busy={busy} onClick={rotate}>
            {busy && <Spinner />}
            <span>
              Rotate<span class="unseen"> {agent.name}</span>
            </span>
          </button>
          <button type="button" class="button button-quiet-danger" onClick={() => setAsked(true)}>
            <span>
              Revoke<span class="unseen"> {agent.name}</span>
            </span>
          </button>
        </div>
      )}
      <Fault text={error} />
    </>
  );
}

// The token is nowhere else: askd keeps only its hash, and this page forgets it when it is left.
function NewToken({ made, onDone }: { made: Rotated; onDone: () => void }) {
  const end = made.old_tokens_end_at;
  return (
    <div class="made" role="status">
      <p class="banner banner-warning">
        <Icon name="warning" />
        <span>
          This is the only time that this token is shown. Give it to the agent now
          {end ? `: its old tokens end ${moment(end, Date.now())}.` : "."}
        </span>
      </p>
      <CopyField value={made.token} label="New token" testId="new-token" />
      <p class="hint">
        {made.expires_at ? `It is good until ${moment(made.expires_at, Date.now())}.` : "It has no end."}
      </p>
      <button type="button" class="button button-small" onClick={onDone}>
        I have copied it
      </button>
    </div>
  );
}

interface ConfirmProps {
  name: string;
  busy: boolean;
  onYes: () => void;
  onNo: () => void;
}

function Confirm({ name, busy, onYes, onNo }: ConfirmProps) {
  return (
    <div class="agent-confirm" role="group" aria-label={`Revoke ${name}?`}>
      <p>
        <strong>Revoke {name}?</strong> All its tokens end at once, and it can’t come back under them.
      </p>
      <div class="actions">
        <button type="button" class="button" onClick={onNo}>
          Keep it
        </button>
        <button type="button" class="button button-danger" aria-busy={busy} onClick={onYes}>
          {busy && <Spinner />}
          Revoke for good
        </button>
      </div>
    </div>
  );
}

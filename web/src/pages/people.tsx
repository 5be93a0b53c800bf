// Who is in the team, and the link that lets somebody in.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/calls";
import { sentence } from "../api/http";
import type { Person } from "../api/types";
import { CopyField } from "../parts/copy-field";
import { Avatar, Failed, Fault, Skeleton, Spinner } from "../parts/small";
import { Page } from "../shell/page";
import { useMe } from "../state/session";
import { moment } from "../time/format";

export function People() {
  const me = useMe();
  const [people, setPeople] = useState<Person[]>();
  const [error, setError] = useState("");
  const read = () => {
    setError("");
    api.people().then(
      (answer) => setPeople(answer.people),
      (failure) => setError(sentence(failure)),
    );
  };
  useEffect(read, []);
  return (
    <Page title="People" back="/settings">
      {me?.role === "owner" && <InviteForm />}
      {error ? (
        <Failed text={error} retry={read} />
      ) : people ? (
        <ul class="people">
          {people.map((person) => (
            <li key={person.id}>
              <Avatar name={person.name} />
              <span class="person-text">
                <strong>
                  {person.name}
                  {person.id === me?.id && <span class="faint"> you</span>}
                </strong>
                <span>{person.email}</span>
              </span>
              <span class="tag">{person.role}</span>
            </li>
          ))}
        </ul>
      ) : (
        <Skeleton rows={3} />
      )}
    </Page>
  );
}

function InviteForm() {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState("member");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const [made, setMade] = useState<{ url: string; expires_at: string }>();
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError("");
    try {
      const given = { name: name.trim() || undefined, email: email.trim() || undefined, role };
      setMade(await api.invite(given));
      setName("");
      setEmail("");
    } catch (failure) {
      setError(sentence(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="panel" aria-labelledby="invite-title">
      <h2 id="invite-title">Invite somebody</h2>
      <form class="fields fields-row" onSubmit={send} noValidate>
        <label class="field">
          <span class="field-label">Name</span>
          <input
            class="input"
            value={name}
            autocomplete="off"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span class="field-label">Email</span>
          <input
            class="input"
            type="email"
            value={email}
            autocomplete="off"
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span class="field-label">Role</span>
          <select class="input" value={role} onChange={(event) => setRole(event.currentTarget.value)}>
            <option value="member">Member</option>
            <option value="owner">Owner</option>
          </select>
        </label>
        <button type="submit" class="button button-primary" aria-busy={busy}>
          {busy && <Spinner />}
          Make a link
        </button>
      </form>
      <Fault text={error} />
      {made && <Made url={made.url} until={made.expires_at} />}
    </section>
  );
}

function Made({ url, until }: { url: string; until: string }) {
  return (
    <div class="made" role="status">
      <p>Send this link to them yourself. It works once, until {moment(until, Date.now())}.</p>
      <CopyField value={url} label="Invitation link" testId="invite-url" />
    </div>
  );
}

// What an invitation or a one-time link shows. Loading it changes nothing: mail scanners load links too. A press does.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/calls";
import { Problem, sentence } from "../api/http";
import type { Invite } from "../api/types";
import { Failed, Skeleton, Spinner } from "../parts/small";
import { go } from "../router";
import { shownTeam, start } from "../state/session";
import { moment } from "../time/format";
import { Door, DoorField } from "./door";

const shortest = 8;

export function InvitePage({ token }: { token: string }) {
  const [invite, setInvite] = useState<Invite>();
  const [gone, setGone] = useState(false);
  const [error, setError] = useState("");
  const read = () => {
    setError("");
    api.invitation(token).then(setInvite, (failure) => {
      if (failure instanceof Problem && (failure.status === 410 || failure.status === 404)) setGone(true);
      else setError(sentence(failure));
    });
  };
  useEffect(read, [token]);
  if (gone) return <Gone />;
  if (error) {
    return (
      <Door title="Invitation">
        <Failed text={error} retry={read} />
      </Door>
    );
  }
  if (!invite) {
    return (
      <Door title="Invitation">
        <Skeleton rows={1} />
      </Door>
    );
  }
  return <Accept token={token} invite={invite} onGone={() => setGone(true)} />;
}

function Gone() {
  return (
    <Door title="This link is used up" lead="It has been used already, or its time is over. Ask for a new one.">
      <a class="button button-plain button-wide" href="/">
        Go to sign in
      </a>
    </Door>
  );
}

interface AcceptProps {
  token: string;
  invite: Invite;
  onGone: () => void;
}

function Accept({ token, invite, onGone }: AcceptProps) {
  const [name, setName] = useState(invite.name ?? "");
  const [email, setEmail] = useState(invite.email ?? "");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const [faults, setFaults] = useState<Record<string, string>>({});
  const signIn = invite.kind === "sign_in";

  const check = (): Record<string, string> => {
    const found: Record<string, string> = {};
    if (!name.trim()) found.name = "Write your name: it stands beside your answers.";
    if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) found.email = "Write an email address.";
    if ([...password].length < shortest) found.password = `Use at least ${shortest} characters.`;
    return found;
  };
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const found = signIn ? {} : check();
    setFaults(found);
    setError("");
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await api.accept(signIn ? { token } : { token, name: name.trim(), email: email.trim(), password });
      await start();
      go("/", { replace: true });
    } catch (failure) {
      setBusy(false);
      if (failure instanceof Problem && failure.status === 410) return onGone();
      const named = failure instanceof Problem ? failure.errors : [];
      setFaults(Object.fromEntries(named.map(({ pointer, detail }) => [pointer.replace(/^#?\//, ""), detail])));
      if (named.length === 0) setError(sentence(failure));
    }
  };
  return (
    <Door title={titleOf(invite)} lead={leadOf(invite)}>
      <form class="fields" onSubmit={send} noValidate>
        {!signIn && (
          <>
            <DoorField label="Name" name="name" autocomplete="name" value={name} fault={faults.name} onText={setName} />
            <DoorField
              label="Email"
              name="email"
              type="email"
              autocomplete="username"
              value={email}
              fault={faults.email}
              onText={setEmail}
            />
            <DoorField
              label="Password"
              name="password"
              type="password"
              autocomplete="new-password"
              value={password}
              hint={`At least ${shortest} characters`}
              fault={faults.password}
              onText={setPassword}
            />
          </>
        )}
        <p class="fault fault-room" role="alert">
          {error}
        </p>
        <button type="submit" class="button button-primary button-wide" aria-busy={busy}>
          {busy && <Spinner />}
          {signIn ? `Sign in${invite.name ? ` as ${invite.name}` : ""}` : "Join"}
        </button>
      </form>
      {invite.expires_at && <p class="hint">This link works once, until {moment(invite.expires_at, Date.now())}.</p>}
    </Door>
  );
}

function titleOf(invite: Invite): string {
  if (invite.kind === "sign_in") return "Sign in";
  return invite.kind === "owner" ? "Welcome to askd" : `Join ${shownTeam(invite.team) ?? "askd"}`;
}

function leadOf(invite: Invite): string {
  if (invite.kind === "sign_in") return "One press signs you in on this device.";
  if (invite.kind === "owner") return "You will own this inbox: make your account, and the questions can come.";
  return invite.from
    ? `${invite.from} invites you to answer what the team’s agents ask.`
    : "You are invited to answer what the team’s agents ask.";
}

// The way in with an address and a password.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/calls";
import { Problem, sentence } from "../api/http";
import { Spinner } from "../parts/small";
import { go, place } from "../router";
import { start } from "../state/session";
import { Door, DoorField } from "./door";

export function SignIn() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const [wait, setWait] = useState(0);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || wait > 0) return;
    if (!email.trim() || !password) return setError("Write your email address and your password.");
    setBusy(true);
    setError("");
    try {
      await api.signIn(email.trim(), password);
      if (place.get().path === "/sign-in") go("/", { replace: true });
      await start();
    } catch (failure) {
      setError(reasonOf(failure));
      if (failure instanceof Problem && failure.status === 429) setWait(failure.retryAfter || 30);
      setBusy(false);
    }
  };
  return (
    <Door title="Sign in" lead="Questions from your agents wait inside.">
      <form class="fields" onSubmit={send} noValidate>
        <DoorField label="Email" name="email" type="email" autocomplete="username" value={email} onText={setEmail} />
        <DoorField
          label="Password"
          name="password"
          type="password"
          autocomplete="current-password"
          value={password}
          onText={setPassword}
        />
        <p class="fault fault-room" role="alert">
          {error}
        </p>
        <button
          type="submit"
          class="button button-primary button-wide"
          aria-disabled={wait > 0 ? "true" : undefined}
          aria-busy={busy}
        >
          {busy && <Spinner />}
          {wait > 0 ? `Wait ${wait} s` : "Sign in"}
        </button>
      </form>
      <p class="hint">No password yet? Ask an owner of your team for a link.</p>
    </Door>
  );
}

function reasonOf(failure: unknown): string {
  if (failure instanceof Problem && failure.status === 401)
    return "That email address and password don’t belong together.";
  if (failure instanceof Problem && failure.status === 429) return "Too many tries. Wait a moment.";
  return sentence(failure);
}

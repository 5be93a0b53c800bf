// What a person can set here, and the way out.
import { useState } from "preact/hooks";
import { sentence } from "../api/http";
import { showHelp } from "../keys/help";
import { Icon, type IconName } from "../parts/icons";
import { Avatar, Fault } from "../parts/small";
import { Page } from "../shell/page";
import { setShortcuts, setTheme, shortcuts, type Theme, theme } from "../state/prefs";
import { shownTeam, signOut, useMe, useOwned } from "../state/session";
import { useStore } from "../state/store";
import { Backends } from "./backends";

const themes: [Theme, string, IconName][] = [
  ["system", "System", "auto"],
  ["light", "Light", "sun"],
  ["dark", "Dark", "moon"],
];

export function Settings() {
  const me = useMe();
  const chosen = useStore(theme);
  const keysOn = useStore(shortcuts);
  const ownsAny = useOwned().length > 0;
  const [error, setError] = useState("");
  if (!me) return null;
  const teams = (me.teams?.length ? me.teams : [me.team]).filter(shownTeam);
  return (
    <Page title="Settings">
      <section class="panel panel-me">
        <Avatar name={me.name} />
        <span class="person-text">
          <strong>{me.name}</strong>
          <span>{me.email}</span>
        </span>
        <span class="tag">{me.role}</span>
      </section>
      <nav class="panel panel-links" aria-label="More pages">
        <LinkRow href="/people" icon="people" label="People" />
        {ownsAny && <LinkRow href="/agents" icon="agent" label="Agents" />}
        {me.role === "owner" && <LinkRow href="/audit" icon="audit" label="Audit" />}
      </nav>
      {ownsAny && <Backends />}
      <section class="panel">
        <fieldset>
          <legend>Colours</legend>
          <div class="segments">
            {themes.map(([value, label, icon]) => (
              <label key={value} class="segment">
                <input type="radio" name="theme" checked={chosen === value} onChange={() => setTheme(value)} />
                <span>
                  <Icon name={icon} />
                  {label}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      </section>
      <section class="panel">
        <label class="switch">
          <span>
            <strong>Single keys</strong>
            <span>j and k move, a approves, d denies.</span>
          </span>
          <input
            type="checkbox"
            role="switch"
            aria-checked={keysOn ? "true" : "false"}
            checked={keysOn}
            onChange={(event) => setShortcuts(event.currentTarget.checked)}
          />
        </label>
        <button type="button" class="button button-plain" onClick={showHelp}>
          Show the keys
        </button>
      </section>
      <section class="panel">
        <button
          type="button"
          class="button button-plain"
          onClick={() => signOut().catch((failure) => setError(sentence(failure)))}
        >
          Sign out
        </button>
        <Fault text={error} />
      </section>
      <p class="faint foot">
        askd {me.version}
        {teams.length > 0 ? ` · ${teams.join(", ")}` : ""}
      </p>
    </Page>
  );
}

function LinkRow({ href, icon, label }: { href: string; icon: IconName; label: string }) {
  return (
    <a href={href} class="link-row">
      <Icon name={icon} />
      <span>{label}</span>
      <Icon name="chevron" />
    </a>
  );
}

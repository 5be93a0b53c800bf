// The small pieces that every view is made of.
import type { ComponentChildren } from "preact";
import type { Agent, Urgency } from "../api/types";
import { lowered } from "../forms/plain";
import { useNow } from "../time/clock";
import { ago, full } from "../time/format";
import { Icon, type IconName } from "./icons";

const hues = 8;

// The same agent has the same colour everywhere.
function hueOf(name: string): number {
  let sum = 7;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % hues;
}

export function Avatar({ name }: { name: string }) {
  const initial = [...name.replace(/[^\p{L}\p{N}]/gu, "")][0] ?? "?";
  return (
    <span class={`avatar hue-${hueOf(name)}`} aria-hidden="true">
      {initial.toUpperCase()}
    </span>
  );
}

export function AgentName({ agent }: { agent: Agent }) {
  return (
    <span class="agent">
      <Avatar name={agent.name} />
      <span class="agent-name">{agent.name}</span>
    </span>
  );
}

export function Ago({ at }: { at: string }) {
  const now = useNow(30_000);
  return (
    <time class="ago" dateTime={at} title={full(at)}>
      {ago(at, now)}
    </time>
  );
}

export function UrgencyTag({ urgency }: { urgency: Urgency }) {
  if (urgency !== "critical" && urgency !== "high") return null;
  return <span class={`tag tag-${urgency}`}>{urgency === "critical" ? "Critical" : "High"}</span>;
}

export function Spinner() {
  return <span class="spinner" aria-hidden="true" />;
}

// What went wrong with what a person just did, beside where they did it.
export function Fault({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <p class="fault" role="alert">
      {text}
    </p>
  );
}

interface EmptyProps {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
}

export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div class="empty">
      <span class="empty-mark">
        <Icon name={icon} />
      </span>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export function Failed({ text, retry }: { text: string; retry: () => void }) {
  return (
    <div class="empty" role="alert">
      <span class="empty-mark">
        <Icon name="warning" />
      </span>
      <h2>That didn’t work</h2>
      <p>{text}</p>
      <button type="button" class="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

// Markdown that the server has rendered and cleaned.
export function Prose({ html, fallback }: { html: string | undefined; fallback: string | undefined }) {
  if (html === undefined) return fallback ? <p class="prose prose-plain">{fallback}</p> : null;
  if (html === "") return null;
  // The server has cleaned it, and the policy of the page lets no script run.
  return <div class="prose" dangerouslySetInnerHTML={{ __html: lowered(html) }} />;
}

export function Skeleton({ rows }: { rows: number }) {
  return (
    <div class="skeletons" aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} class="skeleton">
          <i />
          <i />
          <i />
        </div>
      ))}
    </div>
  );
}

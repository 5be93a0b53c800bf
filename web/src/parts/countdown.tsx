// What is left of an ask's time, counting down. At the end it asks the server what became of the ask.
import { useEffect } from "preact/hooks";
import type { Ask } from "../api/types";
import { refresh } from "../state/asks";
import { useNow } from "../time/clock";
import { full, left, leftStep } from "../time/format";
import { Icon } from "./icons";

const soon = 5 * 60_000;
const graces = [800, 3000, 10_000];

export function Countdown({ ask }: { ask: Ask }) {
  if (ask.state !== "open" || !ask.expires_at) return null;
  return <Running ask={ask} until={Date.parse(ask.expires_at)} iso={ask.expires_at} />;
}

function Running({ ask, until, iso }: { ask: Ask; until: number; iso: string }) {
  const now = useNow(leftStep(until - Date.now()));
  const remaining = until - now;
  const over = remaining <= 0;
  useEffect(() => {
    if (!over) return;
    const timers = graces.map((wait) => setTimeout(() => void refresh(ask.id).catch(() => {}), wait));
    return () => timers.forEach(clearTimeout);
  }, [over, ask.id]);
  return (
    <span class={`countdown ${remaining < soon ? "countdown-soon" : ""}`} title={`Expires ${full(iso)}`}>
      <Icon name="clock" />
      {over ? "Time is up" : `${left(remaining)} left`}
    </span>
  );
}

// Says quietly when what is shown may be old. A gap of a moment isn't worth a word.
import { useEffect, useState } from "preact/hooks";
import { link } from "../live/stream";
import { useStore } from "../state/store";

const worthSaying = 1500;

export function LinkState() {
  const now = useStore(link);
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (now === "live") return setLate(false);
    const timer = setTimeout(() => setLate(true), worthSaying);
    return () => clearTimeout(timer);
  }, [now]);
  const shown = now !== "live" && late;
  return (
    <span class={`link-state ${shown ? "link-lost" : ""}`} role="status" data-testid="link-state" data-state={now}>
      {shown && (navigator.onLine ? "Reconnecting…" : "Offline")}
    </span>
  );
}

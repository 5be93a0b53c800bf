// Which page the address names, and how to get from one to the next without loading anything.
import { Store, useStore } from "./state/store";

export type Route =
  | { name: "inbox" | (typeof plain)[number] | "lost" }
  | { name: "ask" | "conversation" | "channel"; id: string }
  | { name: "invite"; token: string };

const plain = ["history", "channels", "notices", "people", "agents", "audit", "settings", "sign-in"] as const;

export function parse(path: string): Route {
  const parts = path.split("/").filter(Boolean);
  const [first, second] = parts;
  if (first === undefined) return { name: "inbox" };
  if (parts.length === 1) {
    const name = plain.find((known) => known === first);
    if (name) return { name };
  }
  if (parts.length === 2 && second !== undefined) {
    let id: string;
    try {
      id = decodeURIComponent(second);
    } catch {
      return { name: "lost" };
    }
    if (first === "asks") return { name: "ask", id };
    if (first === "channels") return { name: "channel", id };
    if (first === "conversations") return { name: "conversation", id };
    if (first === "invite") return { name: "invite", token: id };
  }
  return { name: "lost" };
}

export interface Place {
  path: string;
  search: string;
  // The list that an ask was opened from, so that it stays beside it.
  from: "inbox" | "history";
  // How many steps of this app lie behind, so that "back" never leaves it.
  depth: number;
}

function here(): Place {
  const state = (window.history.state ?? {}) as Partial<Place>;
  const from = location.pathname === "/history" || state.from === "history" ? "history" : "inbox";
  return { path: location.pathname, search: location.search, from, depth: state.depth ?? 0 };
}

export const place = new Store<Place>(here());

window.addEventListener("popstate", () => place.set(here()));

export function go(to: string, options: { replace?: boolean; from?: Place["from"] } = {}): void {
  const now = place.get();
  const depth = options.replace ? now.depth : now.depth + 1;
  const from = options.from ?? now.from;
  if (options.replace) window.history.replaceState({ from, depth }, "", to);
  else window.history.pushState({ from, depth }, "", to);
  place.set(here());
}

export function back(fallback: string): void {
  if (place.get().depth > 0) window.history.back();
  else go(fallback, { replace: true });
}

export function useRoute(): Route {
  return parse(useStore(place, (now) => now.path));
}

// Turns a press on a link into a step of this app, unless the person wants a tab of their own.
export function followLinks(root: HTMLElement): void {
  root.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const anchor = (event.target as Element | null)?.closest?.("a");
    if (!anchor || anchor.target || anchor.hasAttribute("download") || anchor.origin !== location.origin) return;
    if (parse(anchor.pathname).name === "lost") return;
    event.preventDefault();
    go(anchor.pathname + anchor.search);
  });
}

// Single keys that do something. What was mounted last hears a key first.
import { useEffect, useRef } from "preact/hooks";
import { shortcuts } from "../state/prefs";

// `false` means that the key wasn't for it after all.
export type KeyMap = Record<string, (event: KeyboardEvent) => unknown>;

const layers: { keys: KeyMap }[] = [];

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["button", "checkbox", "radio", "submit"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function hear(event: KeyboardEvent): void {
  // A key held down must not decide one ask after the other.
  if (event.defaultPrevented || event.repeat || event.isComposing) return;
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === "Escape" && isTyping(event.target)) {
    (event.target as HTMLElement).blur();
    return;
  }
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (!shortcuts.get() && event.key !== "Escape") return;
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const run = layers[index]?.keys[event.key];
    if (!run) continue;
    if (run(event) === false) continue;
    event.preventDefault();
    return;
  }
}

window.addEventListener("keydown", hear);

export function useKeys(keys: KeyMap): void {
  const layer = useRef({ keys });
  layer.current.keys = keys;
  useEffect(() => {
    const mine = layer.current;
    layers.push(mine);
    return () => {
      layers.splice(layers.indexOf(mine), 1);
    };
  }, []);
}

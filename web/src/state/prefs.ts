// What a person set for this browser: the colours, and whether single keys do something.
import { Store } from "./store";

export type Theme = "system" | "light" | "dark";

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // It then holds until the page is closed.
  }
}

const kept = read("askd.theme");
export const theme = new Store<Theme>(kept === "light" || kept === "dark" ? kept : "system");
export const shortcuts = new Store(read("askd.shortcuts") !== "off");
export const noticesSeen = new Store(read("askd.notices-seen") ?? "");

export function setTheme(value: Theme): void {
  theme.set(value);
  write("askd.theme", value);
  window.dispatchEvent(new Event("askd:theme"));
}

export function setShortcuts(on: boolean): void {
  shortcuts.set(on);
  write("askd.shortcuts", on ? "on" : "off");
}

export function sawNotice(at: string): void {
  if (at <= noticesSeen.get()) return;
  noticesSeen.set(at);
  write("askd.notices-seen", at);
}

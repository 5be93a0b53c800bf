// Notes everything on a page that must never happen there, so that each test checks it at its end.
import { expect, type Page } from "@playwright/test";

export interface Watched {
  // What the page asked from anywhere but askd.
  elsewhere: string[];
  // Errors of scripts, and whatever the policy forbade.
  errors: string[];
  dialogs: string[];
}

// A refused answer or a stopped askd is no error of the page: the browser logs those on its own account.
const browsersOwn = /Failed to load resource|net::ERR_|ERR_CONNECTION/;

export function watch(page: Page, origin: string): Watched {
  const watched: Watched = { elsewhere: [], errors: [], dialogs: [] };
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:image/")) watched.elsewhere.push(url);
  });
  page.on("pageerror", (error) => watched.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !browsersOwn.test(message.text())) watched.errors.push(message.text());
  });
  page.on("dialog", (dialog) => {
    watched.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("popup", (popup) => watched.elsewhere.push(popup.url()));
  return watched;
}

export function expectClean(watched: Watched): void {
  expect(watched).toEqual({ elsewhere: [], errors: [], dialogs: [] });
}

type Shifting = Window & { askdShift?: { sum: number; what: string[] } };

// Runs in the page, before anything of it: adds up how much moved without the person's doing.
export function measureShift(): void {
  const shift = { sum: 0, what: [] as string[] };
  (window as Shifting).askdShift = shift;
  const heard = (list: PerformanceObserverEntryList) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput, sources } = entry as PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node?: Element | null }[];
      };
      if (hadRecentInput) continue;
      shift.sum += value;
      for (const { node } of sources) shift.what.push(`${value.toFixed(4)} ${node?.nodeName}.${node?.className}`);
    }
  };
  new PerformanceObserver(heard).observe({ type: "layout-shift", buffered: true });
}

export async function expectNoShift(page: Page): Promise<void> {
  // Two frames, so that what the last change moved has been reported.
  const shift = await page.evaluate(
    () =>
      new Promise<{ sum: number; what: string[] }>((resolve) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => resolve((window as Shifting).askdShift ?? { sum: -1, what: ["not measured"] })),
        ),
      ),
  );
  expect(shift.sum, shift.what.join("\n")).toBeLessThan(0.02);
  expect(shift.sum).toBeGreaterThanOrEqual(0);
}

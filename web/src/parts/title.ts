// The tab's title and the app's badge carry the number of open asks.
import { useEffect } from "preact/hooks";
import { book, openList } from "../state/asks";
import { countOpen } from "../state/listing";
import { useStore } from "../state/store";

export function useOpenCount(): { count: number; more: boolean; ready: boolean } {
  const listing = useStore(openList.state);
  const asks = useStore(book);
  return { ...countOpen(listing, asks), ready: listing.phase === "ready" };
}

export function countText({ count, more }: { count: number; more: boolean }): string {
  return `${count}${more ? "+" : ""}`;
}

type Badged = Navigator & { setAppBadge?: (count: number) => Promise<void>; clearAppBadge?: () => Promise<void> };

export function useTitle(page: string, counted: { count: number; more: boolean }): void {
  const text = countText(counted);
  useEffect(() => {
    document.title = `${counted.count > 0 ? `(${text}) ` : ""}${page ? `${page} · ` : ""}askd`;
  }, [page, text, counted.count]);
  useEffect(() => {
    const badged = navigator as Badged;
    const done = counted.count > 0 ? badged.setAppBadge?.(counted.count) : badged.clearAppBadge?.();
    done?.catch(() => {});
  }, [counted.count]);
}

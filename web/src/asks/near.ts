// Tells a row of a long list when it comes near the visible part, so that only those rows are drawn in full.
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

type Heard = (entry: IntersectionObserverEntry) => void;

interface Watcher {
  observer: IntersectionObserver;
  heard: Map<Element, Heard>;
}

const watchers = new WeakMap<Element, Watcher>();

function watcherOf(scroller: Element): Watcher {
  const known = watchers.get(scroller);
  if (known) return known;
  const heard = new Map<Element, Heard>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) heard.get(entry.target)?.(entry);
    },
    { root: scroller, rootMargin: "900px 0px" },
  );
  const watcher = { observer, heard };
  watchers.set(scroller, watcher);
  return watcher;
}

export function watchNear(element: Element, run: Heard): () => void {
  const scroller = element.closest("[data-scroller]");
  if (!scroller) return () => {};
  const { observer, heard } = watcherOf(scroller);
  heard.set(element, run);
  observer.observe(element);
  return () => {
    observer.unobserve(element);
    heard.delete(element);
  };
}

// Undefined while the row is near; otherwise the height that it keeps free. A row with the focus in it always stays.
export function useRoom(row: RefObject<HTMLElement>, first: boolean): number | undefined {
  const [room, setRoom] = useState<number | undefined>(first ? undefined : 150);
  useEffect(() => {
    const element = row.current;
    if (!element) return;
    return watchNear(element, (entry) => {
      const keep = entry.isIntersecting || element.contains(document.activeElement);
      const height = entry.boundingClientRect.height;
      setRoom((last) => (keep ? undefined : height || last || 150));
    });
  }, []);
  return room;
}

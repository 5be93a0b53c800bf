// A value that pages can watch. A component draws again only when the part it selects has changed.
import { useEffect, useReducer, useRef } from "preact/hooks";

export class Store<T> {
  private watchers = new Set<() => void>();

  constructor(private value: T) {}

  get(): T {
    return this.value;
  }

  set(value: T): void {
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const watcher of [...this.watchers]) watcher();
  }

  update(change: (value: T) => T): void {
    this.set(change(this.value));
  }

  watch(run: () => void): () => void {
    this.watchers.add(run);
    return () => this.watchers.delete(run);
  }
}

export function useStore<T>(store: Store<T>): T;
export function useStore<T, S>(store: Store<T>, select: (value: T) => S): S;
export function useStore<T, S>(store: Store<T>, select?: (value: T) => S): T | S {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const pick = select ?? ((value: T): T | S => value);
  const shown = pick(store.get());
  const latest = useRef({ pick, shown });
  latest.current = { pick, shown };
  useEffect(() => {
    const check = () => {
      if (!Object.is(latest.current.pick(store.get()), latest.current.shown)) draw(undefined);
    };
    check();
    return store.watch(check);
  }, [store]);
  return shown;
}

// The order of a list of asks, and what a page or a hint changes in it. Pure, so that the rules can be tested.
import type { Ask } from "../api/types";
import { byCreation } from "./creation";

export type Book = ReadonlyMap<string, Ask>;

export interface Listing {
  ids: readonly string[];
  next: string | undefined;
}

export const emptyListing: Listing = { ids: [], next: undefined };

const urgencyRank = { critical: 0, high: 1, normal: 2, low: 2 } as const;

// Newest first, as the server lists them.
export function byTime(a: Ask, b: Ask): number {
  return byCreation(b, a);
}

// What people should see first: the critical, then the urgent, then the newest.
export function byNeed(a: Ask, b: Ask): number {
  return (urgencyRank[a.urgency] ?? 2) - (urgencyRank[b.urgency] ?? 2) || byTime(a, b);
}

// An end is final: an older reply that comes in late must not open an ask again.
export function fresher(held: Ask | undefined, got: Ask): Ask {
  if (held && held.state !== "open" && got.state === "open") return held;
  return got;
}

export function withAsks(book: Book, asks: readonly Ask[]): Book {
  if (asks.length === 0) return book;
  const next = new Map(book);
  for (const ask of asks) next.set(ask.id, fresher(next.get(ask.id), ask));
  return next;
}

type Order = (a: Ask, b: Ask) => number;

function sorted(ids: Iterable<string>, book: Book, order: Order): string[] {
  const asks: Ask[] = [];
  for (const id of new Set(ids)) {
    const ask = book.get(id);
    if (ask) asks.push(ask);
  }
  return asks.sort(order).map((ask) => ask.id);
}

export function appendPage(listing: Listing, page: { asks: Ask[]; next?: string }, book: Book, order: Order): Listing {
  const ids = [...listing.ids, ...page.asks.map((ask) => ask.id)];
  return { ids: sorted(ids, book, order), next: page.next };
}

// Puts one ask in its place. An ask that belongs behind the last one held is left for the page that brings it,
// unless there is no further page.
export function place(listing: Listing, ask: Ask, book: Book, order: Order): Listing {
  if (listing.ids.includes(ask.id)) return listing;
  const lastId = listing.ids[listing.ids.length - 1];
  const last = lastId === undefined ? undefined : book.get(lastId);
  if (listing.next !== undefined && last && order(ask, last) > 0) return listing;
  return { ...listing, ids: sorted([...listing.ids, ask.id], book, order) };
}

export function countOpen(listing: Listing, book: Book): { count: number; more: boolean } {
  let count = 0;
  for (const id of listing.ids) if (book.get(id)?.state === "open") count += 1;
  return { count, more: listing.next !== undefined };
}

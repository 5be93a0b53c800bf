// Times as people say them, in the reader's own zone and manner.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

// Both are left to the browser; tests name them.
export interface Manner {
  locale?: string;
  timeZone?: string;
}

function show(at: Date, manner: Manner, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(manner.locale, { timeZone: manner.timeZone, ...options }).format(at);
}

// The number of the day in the reader's zone: two times are of one day when theirs are the same.
export function dayNumber(at: Date, manner: Manner): number {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: manner.timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(at);
  return Date.parse(`${parts}T00:00:00Z`) / day;
}

// "14:02"
export function clock(iso: string, manner: Manner = {}): string {
  return show(new Date(iso), manner, { hour: "2-digit", minute: "2-digit" });
}

// "now", "4 min", "14:02", "Yesterday", "Mon", "12 Mar", "12 Mar 2025": short enough for the corner of a card.
export function ago(iso: string, now: number, manner: Manner = {}): string {
  const at = new Date(iso);
  const passed = now - at.getTime();
  if (Number.isNaN(passed)) return "";
  if (passed < 45_000) return "now";
  if (passed < hour) return `${Math.max(1, Math.round(passed / minute))} min`;
  const days = dayNumber(new Date(now), manner) - dayNumber(at, manner);
  if (days === 0) return clock(iso, manner);
  if (days === 1) return "Yesterday";
  if (days < 7) return show(at, manner, { weekday: "short" });
  const thisYear = show(at, manner, { year: "numeric" }) === show(new Date(now), manner, { year: "numeric" });
  return show(at, manner, { day: "numeric", month: "short", ...(thisYear ? {} : { year: "numeric" }) });
}

// "Today", "Yesterday", "Monday 9 March", "9 March 2025": what stands between the days of a channel.
export function dayName(iso: string, now: number, manner: Manner = {}): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const days = dayNumber(new Date(now), manner) - dayNumber(at, manner);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const thisYear = show(at, manner, { year: "numeric" }) === show(new Date(now), manner, { year: "numeric" });
  return show(at, manner, { day: "numeric", month: "long", ...(thisYear ? { weekday: "long" } : { year: "numeric" }) });
}

// "14:02", "yesterday, 14:02", "12 Mar, 14:02": for a sentence about the past.
export function moment(iso: string, now: number, manner: Manner = {}): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const days = dayNumber(new Date(now), manner) - dayNumber(at, manner);
  const time = clock(iso, manner);
  if (days === 0) return time;
  if (days === 1) return `yesterday, ${time}`;
  const thisYear = show(at, manner, { year: "numeric" }) === show(new Date(now), manner, { year: "numeric" });
  const date = show(at, manner, { day: "numeric", month: "short", ...(thisYear ? {} : { year: "numeric" }) });
  return `${date}, ${time}`;
}

// The whole of it, for the tip on a short form.
export function full(iso: string, manner: Manner = {}): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return show(at, manner, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
}

// What is left of an ask's time: "3 d", "2 h 05 min", "12:31".
export function left(milliseconds: number): string {
  if (milliseconds <= 0) return "0:00";
  if (milliseconds >= 2 * day) return `${Math.floor(milliseconds / day)} d`;
  const seconds = Math.ceil(milliseconds / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, "0")} min`;
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

// How often what `left` says changes.
export function leftStep(milliseconds: number): number {
  return milliseconds > 61 * minute ? 15_000 : 1000;
}

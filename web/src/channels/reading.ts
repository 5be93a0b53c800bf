// What counts as read: the end of a channel that somebody sees. And from where on it was new to them.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Channel } from "../api/types";
import { link } from "../live/stream";
import { lastRead, markRead } from "../state/channels";
import { useStore } from "../state/store";

// Whoever only passes by hasn't read it.
const seenAfter = 300;

function useVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setVisible(!document.hidden);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return visible;
}

// Returns the last message that had been read when the new ones came; undefined where nothing is new. It stays for as
// long as the channel is open, so that the line above what is new doesn't vanish while it is looked at.
export function useReading(channel: Channel, newest: string | undefined, atEnd: boolean): string | null | undefined {
  const { id, member, unread } = channel;
  const [mark, setMark] = useState<string | null | undefined>(() =>
    member && unread > 0 ? (lastRead(id)?.message_id ?? null) : undefined,
  );
  // Up to where all is known to this person, also before they have looked; undefined while something isn't.
  const seen = useRef<string | null | undefined>(unread === 0 ? (newest ?? null) : undefined);
  const seeing = useVisible() && atEnd;
  const connected = useStore(link) === "live";
  useEffect(() => {
    if (newest === undefined) return;
    if (!seeing) {
      // What comes while nobody looks is new from here on.
      if (seen.current !== undefined && seen.current !== newest) setMark(seen.current);
      return;
    }
    const timer = setTimeout(() => {
      seen.current = newest;
      const readTo = lastRead(id)?.message_id ?? "";
      if (!member || (unread === 0 && readTo >= newest)) return;
      // Without a connection it is tried again as soon as there is one.
      markRead(id, newest).catch(() => {});
    }, seenAfter);
    return () => clearTimeout(timer);
  }, [seeing, newest, unread, connected]);
  return mark;
}

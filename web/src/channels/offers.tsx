// The names that "@" offers above the composer. The focus stays in the text; arrows choose, Enter or Tab takes.
import type { RefObject } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { members } from "../state/channels";
import { useMe } from "../state/session";
import { useStore } from "../state/store";
import { completed, type Offer, offersFor, type Started, startedAt } from "./completion";

export interface Completion {
  id: string;
  offers: Offer[];
  chosen: number;
  onText: (text: string) => void;
  onKey: (event: KeyboardEvent) => boolean;
  take: (offer: Offer) => void;
  close: () => void;
}

export function useCompletion(
  channel: string,
  area: RefObject<HTMLTextAreaElement>,
  write: (text: string) => void,
): Completion {
  const id = useId();
  const me = useMe();
  const there = useStore(members, (all) => all.get(channel));
  const [started, setStarted] = useState<Started>();
  const [chosen, setChosen] = useState(0);
  const caret = useRef<number | undefined>(undefined);
  const offers = started ? offersFor(started.typed, there ?? [], me?.id) : [];
  // After the text with the name in it has been drawn, the caret goes on behind the name.
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    area.current?.focus();
    area.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });
  const close = () => setStarted(undefined);
  const onText = (text: string) => {
    setStarted(startedAt(text, area.current?.selectionStart ?? text.length));
    setChosen(0);
    write(text);
  };
  const take = (offer: Offer) => {
    if (!started) return;
    const done = completed(area.current?.value ?? "", started, offer.name);
    caret.current = done.caret;
    close();
    write(done.text);
  };
  const onKey = (event: KeyboardEvent) => {
    const offer = offers[chosen];
    if (!offer) return false;
    if (event.key === "ArrowDown") setChosen((chosen + 1) % offers.length);
    else if (event.key === "ArrowUp") setChosen((chosen + offers.length - 1) % offers.length);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) take(offer);
    else if (event.key === "Escape") close();
    // The caret leaves the name.
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight" || event.key === "Home" || event.key === "End") {
      close();
      return false;
    } else return false;
    return true;
  };
  return { id, offers, chosen, onText, onKey, take, close };
}

const kinds: Record<Offer["type"], string> = { human: "", agent: "agent", everybody: "every person here" };

export function Offers({ id, offers, chosen, take }: Completion) {
  return (
    <>
      <span class="unseen" role="status">
        {offers.length > 0 && `${offers.length} ${offers.length === 1 ? "name" : "names"} to choose from`}
      </span>
      {offers.length > 0 && (
        <div id={id} class="offers" role="listbox" aria-label="Names">
          {offers.map((offer, index) => (
            <div
              key={`${offer.type}-${offer.name}`}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              class="offer"
              aria-selected={index === chosen ? "true" : "false"}
              // A press must not take the focus from the text.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(offer)}
            >
              <span class="offer-name">@{offer.name}</span>
              <span class="faint">{kinds[offer.type]}</span>
            </div>
          ))}
        </div>
      )}
    </>
  );
}

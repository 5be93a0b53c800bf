// The order of the list, which never changes under a finger: while one is on it, or a pointer or the focus, what became
// unread gets its mark where it stands, and moves up when they have left.
import type { RefObject } from "preact";
import { useReducer, useRef } from "preact/hooks";
import type { Channel } from "../api/types";
import { type Sorted, sorted } from "./order";

// Long enough to stop a press that was meant for what stood there before.
const settleFor = 450;

interface Watch {
  onPointerEnter: () => void;
  onPointerLeave: () => void;
  onFocusOut: () => void;
}

export interface Still extends Sorted {
  // True for a moment after something moved, while presses don't count.
  settling: () => boolean;
  watch: Watch;
}

export function useStillOrder(
  all: ReadonlyMap<string, Channel>,
  open: string | undefined,
  list: RefObject<HTMLElement>,
): Still {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const held = useRef({ pointer: false, order: [] as string[], movedAt: 0 });
  const now = held.current;
  const isHeld = now.pointer || list.current?.contains(document.activeElement);
  const shown = sorted(all.values(), isHeld ? now.order : [], open);
  const order = shown.mine.map((channel) => channel.id);
  if (now.order.some((id, index) => order[index] !== id)) now.movedAt = Date.now();
  now.order = order;
  const hold = (on: boolean) => () => {
    now.pointer = on;
    if (!on) draw(undefined);
  };
  // When the focus leaves, it isn't anywhere else yet.
  const left = () => requestAnimationFrame(() => draw(undefined));
  const watch = { onPointerEnter: hold(true), onPointerLeave: hold(false), onFocusOut: left };
  return { ...shown, settling: () => Date.now() - now.movedAt < settleFor, watch };
}

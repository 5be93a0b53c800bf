// The rows of a list. Where asks come in above others, those glide to their new places instead of jumping there.
import { Component, createRef } from "preact";
import { Row } from "./card";

interface RowsProps {
  ids: readonly string[];
  selected: string;
  actions: boolean;
  label: string;
  onClick: (event: MouseEvent) => void;
}

type Tops = ReadonlyMap<string, number>;

const glide: KeyframeAnimationOptions = { duration: 240, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" };
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export class Rows extends Component<RowsProps> {
  private readonly list = createRef<HTMLUListElement>();

  // Where the rows in view stand. Further down the browser itself keeps them in place while others come in above.
  override getSnapshotBeforeUpdate(before: RowsProps): Tops | null {
    const list = this.list.current;
    if (!list || before.ids === this.props.ids || calm.matches) return null;
    if ((list.closest("[data-scroller]")?.scrollTop ?? 0) > 0) return null;
    return topsOf(list);
  }

  override componentDidUpdate(_before: RowsProps, _state: unknown, old: Tops | null): void {
    const list = this.list.current;
    if (!list || !old || old.size === 0) return;
    for (const [id, top] of topsOf(list)) {
      const row = list.querySelector(`[data-ask-id="${CSS.escape(id)}"]`);
      const from = old.get(id);
      if (from === undefined) row?.animate({ opacity: [0, 1] }, glide);
      else if (from !== top) row?.animate({ transform: [`translateY(${from - top}px)`, "none"] }, glide);
    }
  }

  override render() {
    const { ids, selected, actions, label, onClick } = this.props;
    return (
      <ul ref={this.list} class={`rows ${actions ? "rows-open" : "rows-past"}`} aria-label={label} onClick={onClick}>
        {ids.map((id, index) => (
          <Row key={id} id={id} index={index} selected={id === selected} actions={actions} />
        ))}
      </ul>
    );
  }
}

function topsOf(list: HTMLElement): Tops {
  const tops = new Map<string, number>();
  for (const row of list.children) {
    const { top } = row.getBoundingClientRect();
    if (top > window.innerHeight) break;
    tops.set((row as HTMLElement).dataset.askId ?? "", top);
  }
  return tops;
}

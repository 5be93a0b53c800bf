// The part of a channel that scrolls. What is looked at stays where it is, whatever comes in above it or changes in it;
// who is at the end stays at the end.
import { Component, type ComponentChildren, createRef } from "preact";

interface ScrollerProps {
  label: string;
  // The last message, and whether this person wrote it: whoever says something sees it.
  lastId: string | undefined;
  lastIsMine: boolean;
  // The message that is looked for; without one it begins where the new ones do, or at the end.
  startAt?: string;
  // What is held may stop before the channel's end: then nobody is kept at an end that moves.
  open?: boolean;
  onEnd?: (atEnd: boolean) => void;
  children: ComponentChildren;
}

interface Anchor {
  id: string;
  top: number;
}

const nearEnd = 32;
const showAbove = 0.25;

export class Scroller extends Component<ScrollerProps> {
  private readonly pane = createRef<HTMLDivElement>();
  private readonly inner = createRef<HTMLDivElement>();
  private atEnd = true;
  private resized: ResizeObserver | undefined;

  override componentDidMount(): void {
    const { pane, inner } = this;
    if (!pane.current || !inner.current) return;
    if (!this.toStart() && !this.toNew()) this.toEnd();
    // A keyboard that opens, or a composer that grows, must not cover what was just read.
    this.resized = new ResizeObserver(() => {
      if (this.stays()) this.toEnd();
      this.look();
    });
    this.resized.observe(pane.current);
    this.resized.observe(inner.current);
    this.look();
  }

  override componentWillUnmount(): void {
    this.resized?.disconnect();
  }

  // Not every browser keeps the place by itself, and none does at the very top.
  override getSnapshotBeforeUpdate(): Anchor | null {
    const pane = this.pane.current;
    if (!pane || this.stays()) return null;
    const edge = pane.getBoundingClientRect().top;
    for (const element of pane.querySelectorAll<HTMLElement>("[data-post-id]")) {
      const { top, bottom } = element.getBoundingClientRect();
      if (bottom > edge) return { id: element.dataset.postId ?? "", top };
    }
    return null;
  }

  override componentDidUpdate(before: ScrollerProps, _state: unknown, anchor: Anchor | null): void {
    const said = before.lastId !== this.props.lastId && this.props.lastIsMine;
    if (this.stays() || said) this.toEnd();
    else if (anchor) this.backTo(anchor);
    this.look();
  }

  private stays(): boolean {
    return this.atEnd && !this.props.open;
  }

  private toStart(): boolean {
    const { startAt } = this.props;
    return startAt !== undefined && this.show(`[data-post-id="${CSS.escape(startAt)}"]`);
  }

  // To where the new ones begin, if that is known.
  toNew(): boolean {
    return this.show(".new-line");
  }

  private show(selector: string): boolean {
    const pane = this.pane.current;
    const element = pane?.querySelector<HTMLElement>(selector);
    if (!pane || !element) return false;
    const above = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTop += above - pane.clientHeight * showAbove;
    this.look();
    return true;
  }

  private backTo({ id, top }: Anchor): void {
    const pane = this.pane.current;
    const element = pane?.querySelector(`[data-post-id="${CSS.escape(id)}"]`);
    if (pane && element) pane.scrollTop += element.getBoundingClientRect().top - top;
  }

  toEnd(): void {
    const pane = this.pane.current;
    if (pane) pane.scrollTop = pane.scrollHeight;
  }

  private readonly look = () => {
    const pane = this.pane.current;
    if (!pane) return;
    this.atEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < nearEnd;
    this.props.onEnd?.(this.atEnd);
  };

  override render() {
    const { label, children } = this.props;
    return (
      <div
        ref={this.pane}
        class="channel-scroll"
        data-scroller
        role="region"
        aria-label={label}
        tabIndex={0}
        onScroll={this.look}
      >
        <div ref={this.inner} class="channel-inner">
          {children}
        </div>
      </div>
    );
  }
}

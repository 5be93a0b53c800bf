// The list of channels: those the person is in, what is unread first, and for owners all others.
import { useRef, useState } from "preact/hooks";
import type { Channel } from "../api/types";
import { isWide } from "../asks/cursor";
import { Search } from "../asks/filters";
import { useKeys } from "../keys/keys";
import { Icon } from "../parts/icons";
import { Empty, Failed, Skeleton } from "../parts/small";
import { go } from "../router";
import { LinkState } from "../shell/link-state";
import { channelsState, loadChannels } from "../state/channels";
import { useStore } from "../state/store";
import { NewChannel } from "./make";
import { named } from "./order";
import { useStillOrder } from "./still";
import { useAbout } from "./whose";

export function ChannelList({ open }: { open: string | undefined }) {
  const { phase, error, all } = useStore(channelsState);
  const [filter, setFilter] = useState("");
  const [making, setMaking] = useState(false);
  return (
    <>
      <header class="list-head">
        <div class="list-title">
          <h1>Channels</h1>
          <LinkState />
          <span class="push" />
          <button type="button" class="text-button make-channel" onClick={() => setMaking(true)}>
            <Icon name="plus" />
            New channel
          </button>
        </div>
        <Search value={filter} label="Filter channels" onSearch={setFilter} />
      </header>
      <NewChannel open={making} onClose={() => setMaking(false)} />
      {phase === "failed" ? (
        <Failed text={error} retry={() => void loadChannels()} />
      ) : phase !== "ready" ? (
        <Skeleton rows={5} />
      ) : (
        <Rows all={all} filter={filter} open={open} />
      )}
    </>
  );
}

interface RowsProps {
  all: ReadonlyMap<string, Channel>;
  filter: string;
  open: string | undefined;
}

function Rows({ all, filter, open }: RowsProps) {
  const list = useRef<HTMLElement>(null);
  const still = useStillOrder(all, open, list);
  const mine = named(still.mine, filter);
  const others = named(still.others, filter);
  useRowKeys(list);
  const onClick = (event: MouseEvent) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(".channel-row");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    if (still.settling()) return;
    go(link.pathname, { replace: isWide() && open !== undefined });
    requestAnimationFrame(() => document.querySelector<HTMLElement>(".channel h1")?.focus());
  };
  if (all.size === 0) return <NoChannels />;
  if (mine.length + others.length === 0) return <NoneFound filter={filter} />;
  return (
    <nav ref={list} class="channel-list" aria-label="Channels" onClick={onClick} {...still.watch}>
      <RowList channels={mine} open={open} label="Your channels" />
      {others.length > 0 && <h2 class="channel-list-head">Channels you aren’t in</h2>}
      <RowList channels={others} open={open} label="Channels you aren’t in" />
    </nav>
  );
}

function RowList({ channels, open, label }: { channels: Channel[]; open: string | undefined; label: string }) {
  if (channels.length === 0) return null;
  return (
    <ul aria-label={label}>
      {channels.map((channel) => (
        <li key={channel.id} data-testid="channel-row">
          <ChannelRow channel={channel} open={channel.id === open} />
        </li>
      ))}
    </ul>
  );
}

function ChannelRow({ channel, open }: { channel: Channel; open: boolean }) {
  const about = useAbout(channel);
  const unread = channel.member ? channel.unread : 0;
  return (
    <a
      href={`/channels/${channel.id}`}
      class={`channel-row ${unread > 0 ? "channel-unread" : ""}`}
      aria-current={open ? "page" : undefined}
    >
      <span class="channel-text">
        <span class="channel-name">{channel.name}</span>
        {about && <span class="channel-about">{about}</span>}
      </span>
      {unread > 0 && channel.mentioned && (
        <b class="at" data-testid="mentioned">
          @<span class="unseen"> you are mentioned</span>
        </b>
      )}
      {unread > 0 && (
        <b class="count" data-testid="unread">
          {unread > 99 ? "99+" : unread}
          <span class="unseen"> unread</span>
        </b>
      )}
    </a>
  );
}

// Moving only moves: a channel is read when it is opened.
function useRowKeys(list: { current: HTMLElement | null }): void {
  const move = (by: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>(".channel-row") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const from = at >= 0 ? at : links.findIndex((link) => link.getAttribute("aria-current") === "page");
    links[from < 0 ? 0 : Math.min(links.length - 1, Math.max(0, from + by))]?.focus();
  };
  const within = () => list.current?.contains(document.activeElement) ?? false;
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => within() && move(1),
    ArrowUp: () => within() && move(-1),
  });
}

function NoChannels() {
  return (
    <Empty icon="hash" title="No channels yet">
      <p>In a channel, agents and people talk about one thing. Make the first one.</p>
    </Empty>
  );
}

function NoneFound({ filter }: { filter: string }) {
  return (
    <Empty icon="search" title="Nothing found">
      <p>No channel’s name has “{filter}” in it.</p>
    </Empty>
  );
}

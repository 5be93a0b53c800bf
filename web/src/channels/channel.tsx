// One channel: its head, what was said in it, and the place to say something.
import { useEffect, useState } from "preact/hooks";
import type { Channel } from "../api/types";
import { Search } from "../asks/filters";
import { useKeys } from "../keys/keys";
import { watchChannel } from "../live/channels";
import { quietly } from "../live/watched";
import { Icon } from "../parts/icons";
import { Empty, Failed, Skeleton } from "../parts/small";
import { back } from "../router";
import { channelsState, lastRead, loadMembers, refreshChannel } from "../state/channels";
import { useStore } from "../state/store";
import { closeTalk, type Talk, talkOf } from "../state/talks";
import { About } from "./about";
import { ChannelComposer } from "./composer";
import { Found } from "./found";
import { Said } from "./said";
import { useAbout } from "./whose";
import { countsText } from "./words";

export function ChannelPane({ id }: { id: string }) {
  const channel = useStore(channelsState, (state) => state.all.get(id));
  const phase = useStore(channelsState, (state) => state.phase);
  const [lost, setLost] = useState(false);
  // One that was made a moment ago by somebody else, or an address that leads nowhere.
  useEffect(() => {
    if (!channel && phase === "ready") void quietly(refreshChannel(id)).then(() => setLost(true));
  }, [id, phase, channel === undefined]);
  if (channel) return <Opened channel={channel} />;
  return (
    <div class="channel">
      <header class="channel-head">
        <BackButton />
      </header>
      {lost || phase === "failed" ? (
        <Empty icon="hash" title="This channel can’t be shown">
          <p>There is none here, or you aren’t in it.</p>
        </Empty>
      ) : (
        <Skeleton rows={4} />
      )}
    </div>
  );
}

function BackButton() {
  return (
    <button type="button" class="icon-button back" aria-label="Back" onClick={() => back("/channels")}>
      <Icon name="back" />
    </button>
  );
}

function Opened({ channel }: { channel: Channel }) {
  const [searching, setSearching] = useState(false);
  const [q, setQ] = useState("");
  const [asked, setAsked] = useState(false);
  const about = useAbout(channel);
  useKeys({
    "/": () => setSearching(true),
    c: () => document.querySelector<HTMLElement>("[data-testid=channel-composer] textarea")?.focus(),
  });
  const stopSearching = () => {
    setSearching(false);
    setQ("");
  };
  // The button that was pressed goes with the search.
  const leaveSearch = () => {
    stopSearching();
    document.querySelector<HTMLElement>(".channel h1")?.focus();
  };
  return (
    <div class="channel" data-testid="channel">
      <header class="channel-head">
        <BackButton />
        <div class="channel-title">
          <h1 tabIndex={-1}>{channel.name}</h1>
          {about && <p title={about}>{about}</p>}
        </div>
        <span class="push" />
        <button
          type="button"
          class="icon-button"
          aria-label="Search in this channel"
          aria-expanded={searching ? "true" : "false"}
          onClick={() => (searching ? stopSearching() : setSearching(true))}
        >
          <Icon name="search" />
        </button>
        <button
          type="button"
          class="text-button channel-counts"
          title={countsText(channel)}
          aria-haspopup="dialog"
          onClick={() => setAsked(true)}
        >
          <Icon name="people" />
          <span class="unseen">About this channel, members: </span>
          {channel.people + channel.agents}
        </button>
      </header>
      {searching && <SearchBar q={q} onSearch={setQ} />}
      {searching && q ? <Found key={q} channel={channel} q={q} onLeave={leaveSearch} /> : <Live channel={channel} />}
      <ChannelComposer channel={channel} onSaid={stopSearching} />
      <About channel={channel} open={asked} onClose={() => setAsked(false)} />
    </div>
  );
}

function SearchBar({ q, onSearch }: { q: string; onSearch: (text: string) => void }) {
  useEffect(() => document.querySelector<HTMLElement>(".channel-search input")?.focus(), []);
  return (
    <div class="channel-search">
      <Search value={q} label="Search in this channel" onSearch={onSearch} />
    </div>
  );
}

// A few pages are read at once so that the new ones are seen from their first; what is longer one can ask for.
const pagesAtOnce = 2;

async function catchUp(talk: Talk, { id, member, unread }: Channel): Promise<void> {
  if (talk.state.get().phase === "ready") await talk.newer();
  else await talk.load(unread);
  if (member && unread > 0) await talk.reach(lastRead(id)?.message_id ?? null, pagesAtOnce);
}

// Reads what is there and follows what comes for as long as it is shown.
function Live({ channel }: { channel: Channel }) {
  const { id } = channel;
  const talk = talkOf(channel);
  const state = useStore(talk.state);
  // What is unread must be there before the place where it begins can be shown.
  const [fresh, setFresh] = useState(channel.unread === 0);
  useEffect(() => {
    const unwatch = watchChannel(id);
    void quietly(catchUp(talk, channel)).then(() => setFresh(true));
    void quietly(loadMembers(channel));
    return () => {
      unwatch();
      closeTalk(id);
    };
  }, [id]);
  if (state.phase === "failed") return <Failed text={state.error} retry={() => void talk.load(channel.unread)} />;
  if (state.phase !== "ready" || !fresh) return <div class="channel-wait" />;
  return <Said channel={channel} talk={talk} state={state} />;
}

// The channels: a list, and beside it, or on a phone over it, the channel that is open.
import { useKeys } from "../keys/keys";
import { Icon } from "../parts/icons";
import { useOpenCount, useTitle } from "../parts/title";
import { go } from "../router";
import { channelsState } from "../state/channels";
import { useStore } from "../state/store";
import { ChannelPane } from "./channel";
import { ChannelList } from "./list";

export function Channels({ id }: { id: string | undefined }) {
  const counted = useOpenCount();
  const name = useStore(channelsState, (state) => (id ? state.all.get(id)?.name : undefined));
  useTitle(name ?? "Channels", counted);
  useKeys({ Escape: () => (id ? go("/channels") : false) });
  return (
    <main class={`lists ${id ? "lists-open" : ""}`}>
      <section class="pane-list" data-scroller aria-label="Channels">
        <ChannelList open={id} />
      </section>
      <section class="pane-detail pane-channel" aria-label="Channel">
        {id ? <ChannelPane key={id} id={id} /> : <Nothing />}
      </section>
    </main>
  );
}

function Nothing() {
  return (
    <div class="nothing">
      <Icon name="hash" />
      <p>Pick a channel to read it</p>
      <p class="nothing-keys">
        <kbd>j</kbd> <kbd>k</kbd> move <kbd>Enter</kbd> open <kbd>?</kbd> all keys
      </p>
    </div>
  );
}

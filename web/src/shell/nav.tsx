// The way between the pages: a bar at the bottom of a phone, a column at the side of a desk.
import { useEffect } from "preact/hooks";
import { waiting } from "../channels/order";
import { showHelp } from "../keys/help";
import { Icon, type IconName, Logo } from "../parts/icons";
import { countText, useOpenCount } from "../parts/title";
import { place, useRoute } from "../router";
import { channelsState, loadChannels } from "../state/channels";
import { loadNotices, noticesState } from "../state/notices";
import { noticesSeen, setTheme, type Theme, theme } from "../state/prefs";
import { shownTeam, useMe, useOwned } from "../state/session";
import { useStore } from "../state/store";

interface Target {
  href: string;
  label: string;
  icon: IconName;
  names: string[];
  // Left out of the phone's bar, which has room for five; Settings leads to them there.
  wideOnly?: boolean;
  // For owners of the person's first team, or of any of theirs.
  owners?: "first" | "any";
}

const targets: Target[] = [
  { href: "/", label: "Inbox", icon: "inbox", names: ["inbox"] },
  { href: "/history", label: "History", icon: "history", names: ["history"] },
  { href: "/channels", label: "Channels", icon: "hash", names: ["channels", "channel"] },
  { href: "/notices", label: "Notices", icon: "bell", names: ["notices"] },
  { href: "/people", label: "People", icon: "people", names: ["people"], wideOnly: true },
  { href: "/agents", label: "Agents", icon: "agent", names: ["agents"], wideOnly: true, owners: "any" },
  { href: "/audit", label: "Audit", icon: "audit", names: ["audit"], wideOnly: true, owners: "first" },
  { href: "/settings", label: "Settings", icon: "settings", names: ["settings"] },
];

const nextTheme: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const themeIcon: Record<Theme, IconName> = { system: "auto", light: "sun", dark: "moon" };
const themeWords: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

export function Nav() {
  const me = useMe();
  const route = useRoute();
  const from = useStore(place, (now) => now.from);
  const chosen = useStore(theme);
  const counted = useOpenCount();
  const unread = useUnreadNotices();
  const here = route.name === "ask" ? from : route.name;
  const ownsAny = useOwned().length > 0;
  const isFor = { first: me?.role === "owner", any: ownsAny };
  const shown = targets.filter((target) => !target.owners || isFor[target.owners]);
  return (
    <nav class="nav" aria-label="Main">
      <div class="nav-brand">
        <Logo />
        <span class="nav-team">{shownTeam(me?.team) ?? "askd"}</span>
      </div>
      <ul class="nav-list">
        {shown.map((target) => (
          <li key={target.href} class={target.wideOnly ? "nav-wide" : ""}>
            <a href={target.href} class="nav-link" aria-current={target.names.includes(here) ? "page" : undefined}>
              <span class="nav-icon">
                <Icon name={target.icon} />
                {target.href === "/notices" && unread && <i class="dot" />}
                {target.href === "/channels" && <ChannelsMark />}
                {target.href === "/" && counted.count > 0 && (
                  <b class="count" data-testid="open-count">
                    {countText(counted)}
                  </b>
                )}
              </span>
              <span class="nav-label">{target.label}</span>
            </a>
          </li>
        ))}
      </ul>
      <div class="nav-foot">
        <button type="button" class="nav-tool" onClick={() => setTheme(nextTheme[chosen])}>
          <Icon name={themeIcon[chosen]} />
          <span class="nav-label">
            <span class="unseen">Colours: </span>
            {themeWords[chosen]}
          </span>
        </button>
        <button type="button" class="nav-tool" onClick={showHelp}>
          <kbd>?</kbd>
          <span class="nav-label">Keys</span>
        </button>
      </div>
    </nav>
  );
}

// A mention is worth more than a dot: somebody waits for this person.
function ChannelsMark() {
  const all = useStore(channelsState, (state) => state.all);
  useEffect(() => void loadChannels(), []);
  const { unread, mentioned } = waiting(all.values());
  if (!unread) return null;
  return (
    <span data-testid="channels-mark">
      {mentioned ? <b class="count">@</b> : <i class="dot" />}
      <span class="unseen">{mentioned ? "you are mentioned, " : "unread, "}</span>
    </span>
  );
}

function useUnreadNotices(): boolean {
  const newest = useStore(noticesState, (state) => state.notices[0]?.created_at ?? "");
  const seen = useStore(noticesSeen);
  useEffect(() => void loadNotices(), []);
  return newest > seen;
}

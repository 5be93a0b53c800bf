// Picks the page for the address and for whether somebody is signed in.
import { useEffect } from "preact/hooks";
import { Channels } from "./channels/channels";
import { Help, showHelp } from "./keys/help";
import { useKeys } from "./keys/keys";
import { Agents } from "./pages/agents";
import { Audit } from "./pages/audit";
import { ConversationPage } from "./pages/conversation";
import { Door } from "./pages/door";
import { InvitePage } from "./pages/invite";
import { Notices } from "./pages/notices";
import { People } from "./pages/people";
import { Settings } from "./pages/settings";
import { SignIn } from "./pages/sign-in";
import { Announcer } from "./parts/announce";
import { Empty, Failed } from "./parts/small";
import { go, place, type Route, useRoute } from "./router";
import { Lists } from "./shell/lists";
import { Nav } from "./shell/nav";
import { Page } from "./shell/page";
import { openList } from "./state/asks";
import { session, start } from "./state/session";
import { useStore } from "./state/store";

export function App() {
  const route = useRoute();
  const now = useStore(session);
  useEffect(() => {
    if (session.get().phase === "starting" && route.name !== "invite") void start();
  }, [route.name]);
  if (route.name === "invite") return <InvitePage token={route.token} />;
  switch (now.phase) {
    case "starting":
      return null;
    case "unreachable":
      return (
        <Door title="askd">
          <Failed text={now.error} retry={() => void start()} />
        </Door>
      );
    case "out":
      return <SignIn />;
    case "in":
      return <Inside route={route} />;
  }
}

const jumps: Record<string, string> = {
  i: "/",
  h: "/history",
  c: "/channels",
  n: "/notices",
  p: "/people",
  s: "/settings",
};
const jumpWithin = 1200;

function useJumps(): void {
  useKeys({
    g: () => {
      const stop = () => window.removeEventListener("keydown", next, true);
      const next = (event: KeyboardEvent) => {
        stop();
        const to = jumps[event.key];
        if (!to) return;
        event.preventDefault();
        event.stopPropagation();
        go(to);
      };
      window.addEventListener("keydown", next, true);
      setTimeout(stop, jumpWithin);
    },
    "?": showHelp,
  });
}

// A button and no link: an address with a mark in it would count as another place of this app.
function skip(): void {
  document.getElementById("content")?.focus();
}

function Inside({ route }: { route: Route }) {
  useJumps();
  useEffect(() => {
    // The number of open asks stands in the title of every page.
    if (openList.state.get().phase === "idle") void openList.reload();
    if (route.name === "sign-in") go("/", { replace: true });
  }, [route.name]);
  return (
    <div class={`shell shell-${route.name}`}>
      <button type="button" class="skip" onClick={skip}>
        Skip to the content
      </button>
      <Nav />
      <div class="content" id="content" tabIndex={-1}>
        <PageOf route={route} />
      </div>
      <Announcer />
      <Help />
    </div>
  );
}

function PageOf({ route }: { route: Route }) {
  const from = useStore(place, (now) => now.from);
  switch (route.name) {
    case "inbox":
    case "sign-in":
      return <Lists key="inbox" from="inbox" askId={undefined} />;
    case "history":
      return <Lists key="history" from="history" askId={undefined} />;
    case "ask":
      return <Lists key={from} from={from} askId={route.id} />;
    case "conversation":
      return <ConversationPage id={route.id} />;
    case "channels":
      return <Channels key="channels" id={undefined} />;
    case "channel":
      return <Channels key="channels" id={route.id} />;
    case "notices":
      return <Notices />;
    case "people":
      return <People />;
    case "agents":
      return <Agents />;
    case "audit":
      return <Audit />;
    case "settings":
      return <Settings />;
    default:
      return (
        <Page title="Nothing here" back="/">
          <Empty icon="search" title="There is no such page">
            <p>
              <a href="/">Go to the inbox</a>
            </p>
          </Empty>
        </Page>
      );
  }
}

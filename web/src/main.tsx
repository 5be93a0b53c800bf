// Starts the inbox.
import { render } from "preact";
import { App } from "./app";
import { followLinks } from "./router";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/shell.css";
import "./styles/cards.css";
import "./styles/detail.css";
import "./styles/answer.css";
import "./styles/thread.css";
import "./styles/pages.css";
import "./styles/panels.css";
import "./styles/channels.css";
import "./styles/channel.css";
import "./styles/agents.css";
import "./styles/door.css";

const root = document.getElementById("app");
if (root) {
  followLinks(root);
  render(<App />, root);
}

// Only where the browser allows it: over TLS, or on the machine itself.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => {
    // Without it the inbox works as well; it only needs the network to open.
  });
}

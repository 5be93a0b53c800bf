// The foreign peer: prints its address and its channel, and serves until its input ends.
import { createEmulator } from "emulate";

const app = { client_id: "1", client_secret: "x", name: "askd", redirect_uris: [] };
const bot = { bot_id: "B0ASKD", bot_user_id: "U0ASKD", bot_name: "askd" };
const emulator = await createEmulator({
  service: "slack",
  port: 0,
  seed: {
    tokens: { "xoxb-askd": { login: "askd" }, "xoxp-ann": { login: "ann" } },
    slack: {
      team: { name: "Acme", domain: "acme" },
      users: [{ name: "ann", email: "ann@acme.example" }],
      oauth_apps: [{ ...app, ...bot }],
      channels: [{ name: "ops" }],
      tokens: [
        { token: "xoxb-askd", type: "bot", user_id: bot.bot_user_id, ...bot },
        { token: "xoxp-ann", type: "user", user: "ann" },
      ],
    },
  },
});
const url = `http://127.0.0.1:${new URL(emulator.url).port}/api/`;
const headers = { Authorization: "Bearer xoxb-askd" };
const listed = await (await fetch(`${url}conversations.list`, { method: "POST", headers })).json();
console.log(JSON.stringify({ url, channel: listed.channels.find(({ name }) => name === "ops").id }));
process.stdin.resume();
process.stdin.on("end", async () => {
  await emulator.close();
  process.exit(0);
});

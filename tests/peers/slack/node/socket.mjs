// A probe of @slack/socket-mode: says each thing that it hears as one line, and acknowledges all but the text "deaf".
//   node socket.mjs URL APP_TOKEN
import { LogLevel, SocketModeClient } from "@slack/socket-mode";

const [slackApiUrl, appToken] = process.argv.slice(2);
const client = new SocketModeClient({ appToken, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });
const say = (said) => console.log(JSON.stringify(said));
let deaf = true;

for (const state of ["connected", "disconnected", "reconnecting"]) client.on(state, () => say({ state }));
client.on("slack_event", async ({ ack, type, body, retry_num, retry_reason, accepts_response_payload }) => {
  const text = body?.event?.text;
  say({ type, text, body, retry: retry_num, reason: retry_reason, answers: accepts_response_payload });
  if (text === "deaf" && deaf) deaf = false;
  else await ack(type === "slash_commands" ? { text: "heard" } : undefined);
});
process.stdin.resume();
process.stdin.on("end", async () => {
  await client.disconnect();
  process.exit(0);
});
await client.start();

// A probe of Bolt: an app that asks by a button, answers by a modal and takes a command, over a socket or over HTTP.
//   node bolt.mjs URL BOT_TOKEN (socket APP_TOKEN | http SIGNING_SECRET)
import { App, LogLevel } from "@slack/bolt";

const [slackApiUrl, token, mode, secret] = process.argv.slice(2);
const way = mode === "socket" ? { socketMode: true, appToken: secret } : { signingSecret: secret };
const app = new App({ token, ...way, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR });
const plain = (text) => ({ type: "plain_text", text });

app.message("deploy", async ({ message, say }) => {
  const yes = { type: "button", action_id: "yes", value: "1", text: plain("Yes") };
  const options = ["1", "2"].map((value) => ({ text: plain(`Option ${value}`), value }));
  const pick = { type: "static_select", action_id: "pick", options };
  await say({
    text: "Deploy?",
    thread_ts: message.ts,
    blocks: [{ type: "actions", block_id: "a", elements: [yes, pick] }],
  });
});

app.action("yes", async ({ ack, body, client }) => {
  await ack();
  const element = { type: "plain_text_input", action_id: "txt" };
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: "modal",
      callback_id: "askd:answer",
      private_metadata: body.message.ts,
      title: plain("Your answer"),
      submit: plain("Send"),
      blocks: [{ type: "input", block_id: "ans", label: plain("Answer"), element }],
    },
  });
});

app.action("pick", async ({ ack, action, respond }) => {
  await ack();
  await respond({ text: `picked ${action.selected_option.value}`, replace_original: false });
});

app.view("askd:answer", async ({ ack, view, body, client }) => {
  const said = view.state.values.ans.txt.value;
  if (said.length < 3) return ack({ response_action: "errors", errors: { ans: "too short" } });
  await ack();
  await client.chat.postMessage({ channel: body.user.id, text: `${said} for ${view.private_metadata}` });
});

app.command("/askd", async ({ ack, command }) => ack(`status of ${command.text}`));

const server = await app.start({ port: 0, host: "127.0.0.1" });
console.log(JSON.stringify({ port: mode === "http" ? server.address().port : 0 }));
process.stdin.resume();
process.stdin.on("end", async () => {
  await app.stop();
  process.exit(0);
});

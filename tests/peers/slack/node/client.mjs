// A small client of the Web API, the same for every peer: posts, edits, threads, direct messages, reactions, an upload,
// and the reading up that finds what a person said meanwhile. Prints what the peer answered, step by step.
//   node client.mjs URL BOT_TOKEN PERSON_TOKEN CHANNEL
import { WebClient } from "@slack/web-api";

const [slackApiUrl, botToken, personToken, channel] = process.argv.slice(2);
const options = { slackApiUrl, retryConfig: { retries: 0 } };
const app = new WebClient(botToken, options);
const person = new WebClient(personToken, options);
const steps = {};

const refusal = async (call) => call.then(() => "", (error) => error.data?.error ?? String(error));

const me = await app.auth.test();
steps.whoami = { ok: me.ok, team: Boolean(me.team_id), user: Boolean(me.user_id), bot: Boolean(me.bot_id) };

const metadata = { event_type: "askd_question", event_payload: { qid: "01JZ8" } };
const blocks = [
  { type: "section", block_id: "q", text: { type: "mrkdwn", text: "Deploy *1.4.2*?" } },
  { type: "actions", block_id: "a", elements: [
    { type: "button", action_id: "yes", value: "1", text: { type: "plain_text", text: "Yes" } },
  ] },
];
const root = await app.chat.postMessage({ channel, text: "Deploy?", blocks, metadata });
steps.post = {
  channel: root.channel === channel,
  stamp: /^\d{10}\.\d{6}$/.test(root.ts),
  text: root.message.text,
  kinds: root.message.blocks.map((block) => block.type),
};

const theirs = await person.chat.postMessage({ channel, text: "yes, go", thread_ts: root.ts });
const mine = await app.chat.postMessage({ channel, text: "going", thread_ts: root.ts });
await app.chat.update({ channel, ts: root.ts, text: "Deployed", blocks: [] });
const caughtUp = await app.conversations.replies({ channel, ts: root.ts, limit: 100 });
steps.replies = caughtUp.messages.map((message) => message.text);
steps.replyStamps = caughtUp.messages.slice(1).map((message) => message.ts === theirs.ts || message.ts === mine.ts);
steps.replyThread = caughtUp.messages.slice(1).every((message) => message.thread_ts === root.ts);
steps.personIsNoBot = caughtUp.messages[1].user !== me.user_id && !caughtUp.messages[1].bot_id;

const history = await app.conversations.history({ channel, limit: 100, include_all_metadata: true });
steps.history = history.messages.map((message) => message.text);
steps.metadata = history.messages.find((message) => message.ts === root.ts).metadata;

const them = await app.users.info({ user: theirs.message.user });
steps.person = { name: them.user.name, email: them.user.profile.email };
const found = await app.users.lookupByEmail({ email: them.user.profile.email });
steps.foundByMail = found.user.id === them.user.id;
const first = await app.conversations.open({ users: them.user.id });
const again = await app.conversations.open({ users: them.user.id });
steps.direct = { letter: first.channel.id[0], same: first.channel.id === again.channel.id, known: again.already_open };

await app.reactions.add({ channel, timestamp: root.ts, name: "eyes" });
steps.reactedTwice = await refusal(app.reactions.add({ channel, timestamp: root.ts, name: "eyes" }));

const upload = await app.files.getUploadURLExternal({ filename: "a.diff", length: 4 });
const sent = await fetch(upload.upload_url, { method: "POST", body: "diff" });
const named = [{ id: upload.file_id, title: "Diff" }];
const shared = await app.files.completeUploadExternal({ files: named, channel_id: channel });
const carrier = (await app.conversations.history({ channel, limit: 1 })).messages[0];
steps.upload = { status: sent.status, title: shared.files[0].title, shared: carrier.files?.[0].name };

await app.chat.delete({ channel, ts: mine.ts });
steps.afterDeletion = (await app.conversations.replies({ channel, ts: root.ts })).messages.map(({ text }) => text);
steps.long = (await app.chat.postMessage({ channel, text: "x".repeat(40_001) })).message.text.length;
steps.refusals = {
  noChannel: await refusal(app.chat.postMessage({ channel: "C0NOSUCH", text: "x" })),
  noText: await refusal(app.chat.postMessage({ channel, text: "" })),
  noMessage: await refusal(app.chat.update({ channel, ts: "1.000000", text: "x" })),
  noUser: await refusal(app.users.info({ user: "U0NOSUCH" })),
  noTrigger: await refusal(app.views.open({ trigger_id: "1.2.x", view: {
    type: "modal",
    title: { type: "plain_text", text: "Answer" },
    blocks: [{ type: "section", text: { type: "plain_text", text: "x" } }],
  } })),
};
console.log(JSON.stringify(steps));

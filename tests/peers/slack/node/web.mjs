// A probe of @slack/web-api: limits, errors, pages and uploads, as its users meet them. Prints what it saw.
//   node web.mjs URL TOKEN CHANNEL
import { WebClient, WebClientEvent } from "@slack/web-api";

const [slackApiUrl, token, channel] = process.argv.slice(2);
const client = new WebClient(token, { slackApiUrl, retryConfig: { retries: 1, minTimeout: 10 } });
const told = { waits: [] };
client.on(WebClientEvent.RATE_LIMITED, (seconds) => told.waits.push(seconds));

const limited = await client.chat.postMessage({ channel, text: "limited" });
told.limited = limited.ok;
const refused = await client.chat.postMessage({ channel, text: "" , blocks: [{ type: "nosuch" }] }).catch((error) => error);
told.refused = { code: refused.code, error: refused.data.error, messages: refused.data.response_metadata.messages };
told.scopes = (await client.auth.test()).response_metadata.scopes;
told.members = [];
for await (const page of client.paginate("conversations.members", { channel, limit: 1 })) told.members.push(...page.members);
const file = await client.filesUploadV2({ channel_id: channel, filename: "a.diff", title: "Diff", content: "one\ntwo" });
told.file = file.files[0].files[0].title;
const strict = new WebClient(token, { slackApiUrl, rejectRateLimitedCalls: true });
told.rejected = (await strict.chat.postMessage({ channel, text: "again" }).catch((error) => error)).retryAfter;
console.log(JSON.stringify(told));

// A browser's own WebSocket and EventSource, and Node's, as agents and pages of other sites use them.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { EventSource, Agent as Http, WebSocket } from "undici";
import { desktop, expect, test, untilLive } from "./fixtures";

type Frame = Record<string, unknown> & { type: string };

// What a page's WebSocket heard until a frame of that type came, or the code with which it was closed.
interface Heard {
  frames: Frame[];
  protocol: string;
  code: number;
}

// Runs in the page: only what it is handed is there.
function listen(page: Page, url: string, protocols: string[], say: Frame[], until: string): Promise<Heard> {
  const inPage = (given: { url: string; protocols: string[]; say: unknown[]; until: string }) =>
    new Promise<Heard>((resolve) => {
      const heard: Heard = { frames: [], protocol: "", code: 0 };
      const socket = new window.WebSocket(given.url, given.protocols);
      socket.onopen = () => {
        heard.protocol = socket.protocol;
        for (const frame of given.say) socket.send(JSON.stringify(frame));
      };
      socket.onmessage = (event) => {
        const frame = JSON.parse(event.data as string) as Frame;
        heard.frames.push(frame);
        if (frame.type === given.until) resolve(heard);
      };
      socket.onclose = (event) => resolve({ ...heard, code: event.code });
    });
  return page.evaluate(inPage, { url, protocols, say, until });
}

const socketUrl = (url: string, query = "") => `${url.replace("http", "ws")}/ws${query}`;
const question = { type: "ask", ref: "r1", title: "From a page?", form: { kind: "approval" } };

test("a browser's WebSocket asks with its token as a subprotocol, and with ?token=", async ({ askd, team, open }) => {
  const page = await open(team.ana, desktop);
  const heard = await listen(page, socketUrl(askd.url), ["bearer", askd.token()], [question], "ok");
  expect(heard.protocol).toBe("bearer");
  expect(heard.frames.at(-1)).toMatchObject({ type: "ok", ref: "r1", ask: { state: "open", title: question.title } });
  const again = await listen(page, socketUrl(askd.url, `?token=${askd.token()}`), [], [question], "ok");
  expect(again.frames.at(-1)).toMatchObject({ type: "ok", ref: "r1" });
});

test("a browser hears by a code why its WebSocket was closed", async ({ askd, team, open }) => {
  const page = await open(team.ana, desktop);
  expect((await listen(page, socketUrl(askd.url), [], [], "ok")).code).toBe(4401);
  expect((await listen(page, socketUrl(askd.url, "?token=askd_wrong"), [], [], "ok")).code).toBe(4401);
});

test("a page of another site gets no WebSocket, whatever token it has", async ({ askd, browser }) => {
  const site = createServer((_, response) => response.end("<title>elsewhere</title>"));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  expect((await listen(page, socketUrl(askd.url, `?token=${askd.token()}`), [], [], "ok")).code).toBe(4403);
  await page.close();
  site.close();
});

test("a browser's EventSource hears of what is said in a channel", async ({ askd, team, agent, open }) => {
  const page = await open(team.ana, desktop);
  await untilLive(page);
  await page.evaluate(() => {
    const heard: Frame[] = [];
    Object.assign(window, { heard });
    const source = new window.EventSource("/api/v1/events");
    source.addEventListener("message.created", (event) => heard.push(JSON.parse(event.data) as Frame));
    return new Promise((resolve) => source.addEventListener("open", resolve, { once: true }));
  });
  const channel = await agent.channel("#general");
  const said = await agent.speak(channel, "hello from an agent");
  const heard = () => page.evaluate(() => (window as unknown as { heard: Frame[] }).heard);
  await expect.poll(heard).toMatchObject([{ type: "message.created", channel, message: said.id }]);
  expect(askd.url).toContain("127.0.0.1");
});

test("Node's WebSocket and EventSource speak to askd", async ({ askd, agent }) => {
  const channel = await agent.channel("#general");
  const authorization = `Bearer ${askd.token()}`;
  const signed = new Http().compose(
    (dispatch) => (options, handler) =>
      dispatch({ ...options, headers: { ...(options.headers as Record<string, string>), authorization } }, handler),
  );
  const source = new EventSource(`${askd.url}/api/v1/events`, { dispatcher: signed });
  const told = new Promise<Frame>((resolve) => {
    source.addEventListener("message.created", (event) => {
      const entry = JSON.parse((event as unknown as { data: string }).data) as Frame & { message: { content: string } };
      if (entry.message.content === "from Node") resolve(entry);
    });
  });
  const socket = new WebSocket(socketUrl(askd.url), ["bearer", askd.token()]);
  const heard = new Promise<Frame>((resolve, reject) => {
    socket.addEventListener("error", reject);
    socket.addEventListener("message", (event) => {
      const frame = JSON.parse(String(event.data)) as Frame & { message?: { content: string } };
      if (frame.type === "new_message" && frame.message?.content === "from Node") resolve(frame);
    });
  });
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  socket.send(JSON.stringify({ type: "send_message", channel_id: channel, content: "from Node" }));
  const frame = await heard;
  const entry = await told;
  expect(frame).toMatchObject({ message: { author_type: "agent", channel_id: channel } });
  expect(entry.cursor).toBe(frame.cursor);
  source.close();
  socket.close();
  await signed.close();
});

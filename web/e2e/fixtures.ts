// What every test starts from: a running askd, an agent, people with their sessions, and pages on their devices.
import { type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { Agent } from "./agent";
import { Askd } from "./askd";
import { expectClean, measureShift, type Watched, watch } from "./watch";

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

export const password = "correct horse battery";

// A person of the team: how they sign in, and the cookie of a session of theirs.
export interface Person {
  name: string;
  email: string;
  session: string;
}

export interface Team {
  ana: Person; // the owner
  ben: Person; // a member
}

export type OpenPage = (
  who: Person | undefined,
  device: BrowserContextOptions,
  path?: string,
  options?: BrowserContextOptions,
) => Promise<Page>;

interface TestFixtures {
  agent: Agent;
  open: OpenPage;
  // What the pages of this test did that they mustn't. Checked at the end of each test.
  watched: Watched[];
}

interface WorkerFixtures {
  askd: Askd;
  team: Team;
}

interface Reply {
  body: Record<string, string>;
  cookie: string;
}

async function post(askd: Askd, path: string, body: unknown, session = ""): Promise<Reply> {
  const response = await fetch(`${askd.url}/api/v1${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: askd.url, Cookie: `askd_session=${session}` },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${text}`);
  const cookie = /askd_session=([^;]+)/.exec(response.headers.get("set-cookie") ?? "")?.[1] ?? "";
  return { body: JSON.parse(text), cookie };
}

const tokenOf = (link: string) => link.slice(link.lastIndexOf("/") + 1);

// Comes in by a link, over the API.
export async function comeIn(askd: Askd, link: string, name: string): Promise<Person> {
  const email = `${name.toLowerCase()}@example.com`;
  const { cookie } = await post(askd, "/people/accept", { token: tokenOf(link), name, email, password });
  return { name, email, session: cookie };
}

// A session of its own, which a test may end without ending anybody else's.
export async function signIn(askd: Askd, person: Person): Promise<Person> {
  const { cookie } = await post(askd, "/people/sessions", { email: person.email, password });
  return { ...person, session: cookie };
}

export async function invite(askd: Askd, from: Person): Promise<string> {
  const { body } = await post(askd, "/people/invites", { role: "member" }, from.session);
  return body.url ?? "";
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  askd: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const askd = await new Askd().start();
      await use(askd);
      await askd.stop();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  team: [
    async ({ askd }, use) => {
      const ana = await comeIn(askd, askd.link(), "Ana");
      const ben = await comeIn(askd, await invite(askd, ana), "Ben");
      await use({ ana, ben });
    },
    { scope: "worker" },
  ],
  agent: async ({ askd }, use) => {
    const agent = new Agent(() => askd.url, askd.token());
    await use(agent);
    // The next test starts with an empty inbox.
    await agent.cancelAll();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
  watched: async ({}, use) => {
    const watched: Watched[] = [];
    await use(watched);
    for (const one of watched) expectClean(one);
  },
  open: async ({ browser, askd, watched }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (who, device, path = "/", options = {}) => {
      const context = await browser.newContext({ ...device, ...options, baseURL: askd.url });
      contexts.push(context);
      if (who) await context.addCookies([{ name: "askd_session", value: who.session, url: askd.url, httpOnly: true }]);
      await context.addInitScript(measureShift);
      const page = await context.newPage();
      watched.push(watch(page, askd.url));
      await page.goto(path);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };

// The live connection holds: what happens from now on reaches the page.
export async function untilLive(page: Page): Promise<void> {
  await expect(page.getByTestId("link-state").first()).toHaveAttribute("data-state", "live");
}

// How the ask that is open on the page ended.
export const outcome = (page: Page) => page.getByTestId("ask-detail").getByTestId("outcome");

export const card = (page: Page, title: string) =>
  page.getByTestId("ask-card").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

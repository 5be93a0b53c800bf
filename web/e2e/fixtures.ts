// What every test starts from: a running askd, an agent, people with their sessions, and pages on their devices.
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
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

// An askd of a test's own, for what would disturb the others.
export interface Own {
  askd: Askd;
  agent: Agent;
  open: OpenPage;
}

interface TestFixtures {
  agent: Agent;
  open: OpenPage;
  // Starts one; it ends with the test.
  own: (teams?: Record<string, string>) => Promise<Own>;
  // What the pages of this test did that they mustn't. Checked at the end of each test.
  watched: Watched[];
}

interface WorkerFixtures {
  askd: Askd;
  team: Team;
}

interface Reply<T> {
  body: T;
  cookie: string;
}

async function call<T>(askd: Askd, session: string, method: string, path: string, sent?: unknown): Promise<Reply<T>> {
  const response = await fetch(`${askd.url}/api/v1${path}`, {
    method,
    headers: { "Content-Type": "application/json", Origin: askd.url, Cookie: `askd_session=${session}` },
    body: sent === undefined ? undefined : JSON.stringify(sent),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  const cookie = /askd_session=([^;]+)/.exec(response.headers.get("set-cookie") ?? "")?.[1] ?? "";
  return { body: (text ? JSON.parse(text) : undefined) as T, cookie };
}

// What a person does over the API.
export async function as<T>(askd: Askd, person: Person, method: string, path: string, sent?: unknown): Promise<T> {
  return (await call<T>(askd, person.session, method, path, sent)).body;
}

const tokenOf = (link: string) => link.slice(link.lastIndexOf("/") + 1);

// Comes in by a link, over the API.
export async function comeIn(
  askd: Askd,
  link: string,
  name: string,
  email = `${name.toLowerCase()}@example.com`,
): Promise<Person> {
  const { cookie } = await call(askd, "", "POST", "/people/accept", { token: tokenOf(link), name, email, password });
  return { name, email, session: cookie };
}

// A session of its own, which a test may end without ending anybody else's.
export async function signIn(askd: Askd, person: Person): Promise<Person> {
  const { cookie } = await call(askd, "", "POST", "/people/sessions", { email: person.email, password });
  return { ...person, session: cookie };
}

export function signOut(askd: Askd, person: Person): Promise<void> {
  return as(askd, person, "DELETE", "/people/sessions/current");
}

export async function invite(askd: Askd, from: Person): Promise<string> {
  return (await as<{ url: string }>(askd, from, "POST", "/people/invites", { role: "member" })).url;
}

interface Opener {
  open: OpenPage;
  close: () => Promise<void>;
}

// Opens watched pages on this askd until it is closed.
function opener(browser: Browser, askd: Askd, watched: Watched[]): Opener {
  const contexts: BrowserContext[] = [];
  const open: OpenPage = async (who, device, path = "/", options = {}) => {
    const context = await browser.newContext({ ...device, ...options, baseURL: askd.url });
    contexts.push(context);
    if (who) await context.addCookies([{ name: "askd_session", value: who.session, url: askd.url, httpOnly: true }]);
    await context.addInitScript(measureShift);
    const page = await context.newPage();
    watched.push(watch(page, askd.url));
    await page.goto(path);
    return page;
  };
  const close = async () => {
    for (const context of contexts) await context.close();
  };
  return { open, close };
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
    const { open, close } = opener(browser, askd, watched);
    await use(open);
    await close();
  },
  own: async ({ browser, watched }, use) => {
    const ends: (() => Promise<void>)[] = [];
    await use(async (teams) => {
      const askd = new Askd(teams);
      ends.unshift(() => askd.stop());
      await askd.start();
      const { open, close } = opener(browser, askd, watched);
      ends.unshift(close);
      return { askd, agent: new Agent(() => askd.url, askd.token()), open };
    });
    for (const end of ends) await end();
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

// How people come in and leave.
import { desktop, expect, invite, password, phone, signIn, signOut, test, untilLive } from "./fixtures";

test("the first link makes the owner, who invites a second person; both answer", async ({ own }) => {
  const { askd, agent, open } = await own();
  // Whoever only looks at a link, as a mail scanner does, uses nothing up.
  expect((await fetch(askd.link())).status).toBe(200);
  const ana = await open(undefined, desktop, askd.link());
  await expect(ana.getByRole("heading", { name: "Welcome to askd" })).toBeVisible();
  await ana.getByRole("button", { name: "Join" }).click();
  await expect(ana.getByText("Write your name")).toBeVisible();
  await expect(ana.getByText("Write an email address.")).toBeVisible();
  await ana.getByLabel("Name").fill("Ana Lima");
  await ana.getByLabel("Email").fill("ana@example.com");
  await ana.getByLabel("Password").fill(password);
  await ana.getByLabel("Password").press("Enter");
  await expect(ana.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible();
  expect(new URL(ana.url()).pathname).toBe("/");

  await ana.getByRole("link", { name: "People" }).click();
  await expect(ana.getByText("ana@example.com")).toBeVisible();
  await ana.getByLabel("Name").fill("Ben Roy");
  await ana.getByRole("button", { name: "Make a link" }).click();
  const link = await ana.getByTestId("invite-url").inputValue();

  const ben = await open(undefined, phone, link);
  await expect(ben.getByText("Ana Lima invites you")).toBeVisible();
  await expect(ben.getByLabel("Name")).toHaveValue("Ben Roy");
  await ben.getByLabel("Email").fill("ben@example.com");
  await ben.getByLabel("Password").fill("short");
  await ben.getByRole("button", { name: "Join" }).tap();
  await expect(ben.getByText("Use at least 8 characters.")).toBeVisible();
  await ben.getByLabel("Password").fill(password);
  await ben.getByRole("button", { name: "Join" }).tap();
  await expect(ben.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible();

  await untilLive(ben);
  const ask = await agent.ask({ title: "Deploy 4.2?", form: { kind: "approval" } });
  await ben.getByRole("button", { name: "Approve" }).tap();
  const answer = await agent.answer(ask);
  expect(answer).toMatchObject({ value: "approve", by: { name: "Ben Roy", assurance: "session" } });

  const third = await open(undefined, phone, link);
  await expect(third.getByRole("heading", { name: "This link is used up" })).toBeVisible();
  await third.getByRole("link", { name: "Go to sign in" }).tap();
  await expect(third.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("a member doesn't see how to invite or the audit log", async ({ team, open }) => {
  const page = await open(team.ben, desktop, "/people");
  await expect(page.getByText(team.ana.email)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Invite somebody" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Audit" })).toHaveCount(0);
});

test("sign in with a password, sign out, and nothing is left behind", async ({ team, agent, open }) => {
  await agent.ask({ title: "Is this secret kept?", form: { kind: "text" } });
  const page = await open(undefined, phone);
  await page.getByLabel("Email").fill(team.ben.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).tap();
  await expect(page.getByText("don’t belong together")).toBeVisible();
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).tap();
  await expect(page.getByRole("heading", { name: "Is this secret kept?" })).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).tap();
  await page.getByRole("button", { name: "Sign out" }).tap();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await expect(page.getByText("Is this secret kept?")).toHaveCount(0);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.goto("/history");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await page.context().cookies()).toEqual([]);
});

test("an invitation that an owner made for one person can't be used twice", async ({ askd, team, open }) => {
  const link = await invite(askd, team.ana);
  const first = await open(undefined, desktop, link);
  const second = await open(undefined, desktop, link);
  for (const [page, name] of [
    [first, "Eva"],
    [second, "Mallory"],
  ] as const) {
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Email").fill(`${name.toLowerCase()}@example.com`);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Join" }).click();
    if (page === first) await expect(page.getByRole("heading", { name: "Inbox" })).toBeVisible();
  }
  await expect(second.getByRole("heading", { name: "This link is used up" })).toBeVisible();
});

test("a session that ends in the middle asks to sign in and keeps what was typed", async ({
  askd,
  team,
  agent,
  open,
}) => {
  const ask = await agent.ask({ title: "What shall we write to them?", form: { kind: "text", multiline: true } });
  const ben = await signIn(askd, team.ben);
  const page = await open(ben, desktop, `/asks/${ask.id}`);
  await untilLive(page);
  await page.getByLabel("Your answer").fill("Dear customer, thank you.");
  await signOut(askd, ben);
  // The stream may notice first and take the button away: then there is nothing to press.
  await page.evaluate(() => {
    const buttons = [...document.querySelectorAll("button")];
    buttons.find((button) => button.textContent === "Send answer")?.click();
  });
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.getByLabel("Email").fill(ben.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: ask.title, level: 1 })).toBeVisible();
  await expect(page.getByLabel("Your answer")).toHaveValue("Dear customer, thank you.");
  await page.getByRole("button", { name: "Send answer" }).click();
  expect(await agent.answer(ask)).toMatchObject({ value: "Dear customer, thank you.", by: { name: "Ben" } });
});

test("a session that ends while nobody presses anything is noticed too", async ({ askd, team, agent, open }) => {
  await agent.ask({ title: "Still here?", form: { kind: "approval" } });
  const ben = await signIn(askd, team.ben);
  const page = await open(ben, phone);
  await untilLive(page);
  await signOut(askd, ben);
  // The next hint, or the beat of the stream, finds that the session is over.
  await agent.ask({ title: "And now?", form: { kind: "approval" } });
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Still here?")).toHaveCount(0);
});

test("a page that isn't there says so", async ({ team, open }) => {
  const page = await open(team.ben, desktop, "/conversations/cnv_nothing");
  await expect(page.getByText("There is no such")).toBeVisible();
});

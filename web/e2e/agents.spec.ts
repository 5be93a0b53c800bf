// The agents, for owners: what they are, a new token, and the end of all of them.
import { Askd } from "./askd";
import { firstAgent } from "./channels";
import { comeIn, desktop, expect, type Person, phone, test } from "./fixtures";

// Tokens end here, and the agent of the other tests needs its own.
async function apart(run: (askd: Askd, ana: Person) => Promise<void>): Promise<void> {
  const askd = await new Askd().start();
  await run(askd, await comeIn(askd, askd.link(), "Ana"));
  await askd.stop();
}

async function statusOf(askd: Askd, token: string): Promise<number> {
  const response = await fetch(`${askd.url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } });
  return response.status;
}

const sessionOf = (askd: Askd, person: Person) => [
  { name: "askd_session", value: person.session, url: askd.url, httpOnly: true },
];

test("an owner sees what each agent is, and a member sees none", async ({ team, open }) => {
  const ana = await open(team.ana, phone, "/settings");
  await ana.getByRole("navigation", { name: "More pages" }).getByRole("link", { name: "Agents" }).tap();
  const card = ana.getByTestId("agent-card").filter({ hasText: firstAgent });
  await expect(card).toContainText("ask_humans");
  await expect(card).toContainText("#general");
  await expect(card).toContainText("Token");
  await expect(card).toContainText("Created");
  await card.getByRole("link", { name: "#general" }).tap();
  await expect(ana.getByRole("heading", { name: "#general", level: 1 })).toBeVisible();

  const ben = await open(team.ben, desktop, "/settings");
  await expect(ben.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await expect(ben.getByRole("link", { name: "Agents" })).toHaveCount(0);
  await ben.goto("/agents");
  await expect(ben.getByRole("heading", { name: "Only owners see the agents" })).toBeVisible();
  await expect(ben.getByTestId("agent-card")).toHaveCount(0);
});

test("a new token is shown once, and works", async ({ browser }) => {
  await apart(async (askd, ana) => {
    const context = await browser.newContext({ ...phone, baseURL: askd.url });
    await context.addCookies(sessionOf(askd, ana));
    const page = await context.newPage();
    await page.goto("/agents");
    await page.getByRole("button", { name: `Rotate ${firstAgent}` }).tap();
    const field = page.getByTestId("new-token");
    await expect(field).toHaveValue(/^askd_/);
    await expect(field).toBeFocused();
    await expect(page.getByText("This is the only time that this token is shown.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Copy" })).toBeVisible();
    const token = await field.inputValue();
    expect(token).not.toBe(askd.token());
    expect(await statusOf(askd, token)).toBe(200);
    await page.getByRole("button", { name: "I have copied it" }).tap();
    await expect(field).toHaveCount(0);
    await page.reload();
    await expect(page.getByTestId("agent-card")).toBeVisible();
    expect(await page.content()).not.toContain(token);
    await context.close();
  });
});

test("an agent is revoked only after a second thought", async ({ browser }) => {
  await apart(async (askd, ana) => {
    const context = await browser.newContext({ ...desktop, baseURL: askd.url });
    await context.addCookies(sessionOf(askd, ana));
    const page = await context.newPage();
    await page.goto("/agents");
    const card = page.getByTestId("agent-card");
    await card.getByRole("button", { name: `Revoke ${firstAgent}` }).click();
    await card.getByRole("button", { name: "Keep it" }).click();
    expect(await statusOf(askd, askd.token())).toBe(200);
    await card.getByRole("button", { name: `Revoke ${firstAgent}` }).click();
    await card.getByRole("button", { name: "Revoke for good" }).click();
    await expect(card).toContainText("revoked");
    await expect(card.getByRole("button")).toHaveCount(0);
    expect(await statusOf(askd, askd.token())).toBe(401);
    await context.close();
  });
});

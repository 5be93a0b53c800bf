// The agents, for owners: what they are, a new token, and the end of all of them.
import type { AgentAccount } from "../src/api/types";
import type { Askd } from "./askd";
import { firstAgent } from "./channels";
import { as, comeIn, desktop, expect, phone, test } from "./fixtures";

async function statusOf(askd: Askd, token: string): Promise<number> {
  const response = await fetch(`${askd.url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } });
  return response.status;
}

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

test("a new token is shown once, and works", async ({ own }) => {
  const { askd, open } = await own();
  const ana = await comeIn(askd, askd.link(), "Ana");
  const page = await open(ana, phone, "/agents");
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
});

test("a new token of an agent far down the list stays where it is shown", async ({ own }) => {
  const { askd, open } = await own();
  const ana = await comeIn(askd, askd.link(), "Ana");
  const page = await open(ana, phone);
  // The first page of the list, as it would be with many agents; the second is the real one.
  const { agents } = await as<{ agents: AgentAccount[] }>(askd, ana, "GET", "/agents");
  const [real] = agents;
  const many = Array.from({ length: 150 }, (_, index) => ({ ...real, id: `agt_${index}`, name: `a-${index}` }));
  await page.route(/\/api\/v1\/agents\?/, async (route) => {
    if (new URL(route.request().url()).searchParams.has("cursor")) return route.continue();
    await route.fulfill({ json: { agents: many, next: "agt_00000000000000000000000001" } });
  });
  await page.goto("/agents");
  await expect(page.getByTestId("agent-card")).toHaveCount(100);
  await page.getByRole("button", { name: "Show more" }).tap();
  await expect(page.getByTestId("agent-card")).toHaveCount(151);
  const card = page.getByTestId("agent-card").filter({ hasText: firstAgent });
  const tokens = card.locator(".agent-token");
  await expect(tokens).toHaveCount(1);
  await card.getByRole("button", { name: `Rotate ${firstAgent}` }).tap();
  const field = card.getByTestId("new-token");
  await expect(field).toHaveValue(/^askd_/);
  // What is known of it was read again, and the token is still there.
  await expect(tokens).toHaveCount(2);
  await expect(field).toBeInViewport();
  await expect(page.getByTestId("agent-card")).toHaveCount(151);
  expect(await statusOf(askd, await field.inputValue())).toBe(200);
});

test("an agent is revoked only after a second thought", async ({ own }) => {
  const { askd, open } = await own();
  const ana = await comeIn(askd, askd.link(), "Ana");
  const page = await open(ana, desktop, "/agents");
  const card = page.getByTestId("agent-card");
  await card.getByRole("button", { name: `Revoke ${firstAgent}` }).click();
  await card.getByRole("button", { name: "Keep it" }).click();
  expect(await statusOf(askd, askd.token())).toBe(200);
  await card.getByRole("button", { name: `Revoke ${firstAgent}` }).click();
  await card.getByRole("button", { name: "Revoke for good" }).click();
  await expect(card).toContainText("revoked");
  await expect(card.getByRole("button")).toHaveCount(0);
  expect(await statusOf(askd, askd.token())).toBe(401);
});

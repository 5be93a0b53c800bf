// What has ended can be found again.
import type { Agent } from "./agent";
import type { Askd } from "./askd";
import { as, card, desktop, expect, outcome, type Person, phone, test } from "./fixtures";
import { approval, text } from "./questions";

async function end(agent: Agent, title: string): Promise<void> {
  await agent.cancel(await agent.ask({ ...approval, title }), "For the history.");
}

async function answerBy(agent: Agent, askd: Askd, person: Person, title: string): Promise<void> {
  const ask = await agent.ask({ ...text, title });
  await as(askd, person, "POST", `/asks/${ask.id}/answer`, { value: "the quick brown fox" });
}

test("search, kinds of end, and an ask beside its list", async ({ askd, team, agent, open }) => {
  await end(agent, "Rename the walrus service");
  await answerBy(agent, askd, team.ben, "Name the penguin release");
  await end(agent, "Archive the walrus logs");
  await agent.ask({ ...approval, title: "Feed the walrus" });
  const page = await open(team.ana, desktop, "/history");
  await expect(card(page, "Name the penguin release").getByTestId("outcome")).toContainText("Answered by Ben");
  await expect(card(page, "Feed the walrus")).toHaveCount(0);

  await page.getByRole("searchbox").fill("walrus");
  await expect(page.getByTestId("ask-card").getByRole("heading")).toHaveText([
    "Archive the walrus logs",
    "Rename the walrus service",
  ]);
  await page.getByRole("button", { name: "Answered", exact: true }).click();
  await expect(page.getByText("No ask here matches “walrus”.")).toBeVisible();
  await page.getByRole("button", { name: "Cancelled", exact: true }).click();
  await expect(page.getByTestId("ask-card")).toHaveCount(2);

  // The address names the search, so a reload and a bookmark find the same.
  expect(new URL(page.url()).search).toBe("?state=cancelled&q=walrus");
  await page.reload();
  await expect(page.getByTestId("ask-card")).toHaveCount(2);
  await page.getByRole("link", { name: "Archive the walrus logs" }).click();
  await expect(outcome(page)).toContainText("For the history.");
  await expect(page.getByTestId("ask-card")).toHaveCount(2);
});

test("on a phone: find, open, back to what was found", async ({ team, agent, open }) => {
  await end(agent, "Paint the shed green");
  await end(agent, "Paint the fence");
  const page = await open(team.ana, phone, "/history");
  await page.getByRole("searchbox").fill("SHED");
  await expect(page.getByTestId("ask-card")).toHaveCount(1);
  await page.getByRole("link", { name: "Paint the shed green" }).tap();
  await expect(page.getByRole("heading", { name: "Paint the shed green", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Back" }).tap();
  await expect(page.getByRole("searchbox")).toHaveValue("SHED");
  await expect(page.getByTestId("ask-card")).toHaveCount(1);
});

test("a long history is read in pages while it is scrolled", async ({ team, agent, open }) => {
  await agent.askMany(130, (index) => ({ ...approval, title: `Old ask ${index}` }));
  await agent.cancelAll();
  const page = await open(team.ana, desktop, "/history?q=Old+ask");
  await expect(page.getByTestId("ask-card").first()).toBeVisible();
  expect(await page.getByTestId("ask-card").count()).toBe(50);
  const list = page.locator(".pane-list");
  await expect(async () => {
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    expect(await page.getByTestId("ask-card").count()).toBe(130);
  }).toPass({ timeout: 20_000 });
  await expect(page.getByRole("button", { name: "Show more" })).toHaveCount(0);
});

test("the open list can be searched too", async ({ team, agent, open }) => {
  await agent.ask({ ...approval, title: "Order the giraffe" });
  await agent.ask({ ...approval, title: "Order the zebra" });
  const page = await open(team.ana, phone);
  await page.getByRole("searchbox").fill("giraffe");
  await expect(page.getByTestId("ask-card")).toHaveCount(1);
  await page.getByRole("button", { name: "Approve" }).tap();
  await expect(page.getByTestId("outcome")).toContainText("Approved by you");
  await page.getByRole("searchbox").fill("");
  await expect(card(page, "Order the zebra").getByRole("button", { name: "Approve" })).toBeVisible();
});

test("an owner reads the audit log", async ({ team, agent, open }) => {
  await end(agent, "Something for the record");
  const page = await open(team.ana, desktop, "/audit");
  const record = page.getByTestId("audit-record").filter({ hasText: "Ask cancelled" }).first();
  await record.locator("summary").click();
  await expect(record.locator("code")).toHaveText(/^[0-9a-f]{64}$/);
  const opened = page
    .locator("summary")
    .filter({ hasText: "Ask opened" })
    .filter({ hasText: "Something for the record" });
  await expect(opened.first()).toBeVisible();
});

// Each form on a phone's screen, in one or two taps.
import type { Page } from "@playwright/test";
import { card, expect, outcome, phone, test } from "./fixtures";
import { approval, choice, fields, several, text } from "./questions";

// A tap that counts itself, so that a test can say how many an answer took.
function taps(page: Page) {
  let count = 0;
  return {
    on: async (name: string, exact = true) => {
      count += 1;
      await page.getByRole("button", { name, exact }).tap();
    },
    count: () => count,
  };
}

test("approve with one tap in the list", async ({ team, agent, open }) => {
  const ask = await agent.ask(approval);
  const page = await open(team.ana, phone);
  const tap = taps(page);
  await tap.on("Approve");
  expect(await agent.answer(ask)).toMatchObject({
    value: "approve",
    decided_by: "human",
    by: { name: "Ana", assurance: "session" },
    via: { backend: "inbox" },
  });
  expect(tap.count()).toBe(1);
  await expect(card(page, ask.title).getByTestId("outcome")).toContainText("Approved by you in the inbox");
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
});

test("deny with a note in the open ask", async ({ team, agent, open }) => {
  const ask = await agent.ask(approval);
  const page = await open(team.ana, phone, `/asks/${ask.id}`);
  await page.getByLabel("Note").fill("Not on a Friday.");
  await page.getByRole("button", { name: "Deny" }).tap();
  expect(await agent.answer(ask)).toMatchObject({ value: "deny", note: "Not on a Friday." });
  await expect(outcome(page)).toContainText("Denied by you");
  await expect(outcome(page)).toContainText("Not on a Friday.");
});

test("choose one with one tap in the list", async ({ team, agent, open }) => {
  const ask = await agent.ask(choice);
  const page = await open(team.ana, phone);
  const tap = taps(page);
  await tap.on("Only the top one");
  expect((await agent.answer(ask)).value).toBe("top");
  expect(tap.count()).toBe(1);
  await expect(card(page, ask.title).getByTestId("outcome")).toContainText("“Only the top one” by you");
});

test("choose one of many in the open ask, with two taps", async ({ team, agent, open }) => {
  const options = Array.from({ length: 25 }, (_, index) => ({ value: `v${index}`, label: `Option ${index + 1}` }));
  const ask = await agent.ask({ title: "Which of 25?", form: { kind: "choice", options } });
  const page = await open(team.ana, phone);
  const tap = taps(page);
  await tap.on("Choose from 25");
  await tap.on("Option 25");
  expect((await agent.answer(ask)).value).toBe("v24");
  expect(tap.count()).toBe(2);
});

test("pick several", async ({ team, agent, open }) => {
  const ask = await agent.ask(several);
  const page = await open(team.ana, phone);
  await page.getByRole("button", { name: "Choose from 3" }).tap();
  await page.getByRole("button", { name: "Send", exact: true }).tap();
  await expect(page.getByText("Pick at least one.")).toBeVisible();
  await page.getByText("Asia and Pacific").tap();
  await page.getByText("Europe").tap();
  await page.getByRole("button", { name: "Send 2 picked" }).tap();
  expect((await agent.answer(ask)).value).toEqual(["eu", "ap"]);
  await expect(outcome(page)).toContainText("Europe, Asia and Pacific");
});

test("write a text, with two taps beside the typing", async ({ team, agent, open }) => {
  const ask = await agent.ask(text);
  const page = await open(team.ana, phone);
  const tap = taps(page);
  await tap.on("Write an answer");
  const input = page.getByLabel("Your answer");
  await expect(input).toBeFocused();
  await input.fill("x".repeat(81));
  await tap.on("Send answer");
  await expect(page.getByText("Write at most 80 characters; this has 81.")).toBeVisible();
  await input.fill("Spring is here");
  await tap.on("Send answer");
  expect((await agent.answer(ask)).value).toBe("Spring is here");
  expect(tap.count()).toBe(3);
  await expect(outcome(page)).toContainText("Spring is here");
});

test("fill in fields, with all faults at once", async ({ team, agent, open }) => {
  const ask = await agent.ask(fields);
  const page = await open(team.ana, phone);
  await page.getByRole("button", { name: "Fill in" }).tap();
  await page.getByLabel("Guests").fill("several");
  await page.getByLabel("Contact").fill("nobody");
  await page.getByRole("button", { name: "Send", exact: true }).tap();
  await expect(page.getByText("This must be a whole number.")).toBeVisible();
  await expect(page.getByText("This must be an email address.")).toBeVisible();
  await expect(page.getByText("Pick one.")).toHaveCount(2);
  await expect(page.getByLabel("Guests")).toBeFocused();
  await page.getByLabel("Guests").fill("40");
  await page.getByLabel("Contact").fill("mill@example.com");
  await page.getByRole("group", { name: "Catering" }).getByRole("radio", { name: "Yes" }).tap();
  await page.getByRole("group", { name: "Room" }).getByRole("radio", { name: "Garden" }).tap();
  await page.getByLabel("Note").fill("Window seats, please.");
  await page.getByRole("button", { name: "Send", exact: true }).tap();
  const answer = await agent.answer(ask);
  expect(answer.value).toEqual({ guests: 40, contact: "mill@example.com", catering: true, room: "Garden" });
  expect(answer.note).toBe("Window seats, please.");
  await expect(outcome(page)).toContainText("mill@example.com");
});

test("a critical ask wants a second tap, and a double tap isn't one", async ({ team, agent, open }) => {
  const ask = await agent.ask({ ...approval, title: "Drop the old tables?", urgency: "critical" });
  const page = await open(team.ana, phone);
  const approve = page.getByRole("button", { name: /approve/i });
  const { x, y, width, height } = (await approve.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.touchscreen.tap(x + width / 2, y + height / 2);
  await page.touchscreen.tap(x + width / 2, y + height / 2);
  await expect(page.getByRole("button", { name: "Confirm: approve" })).toBeVisible();
  await expect(page.getByTestId("outcome")).toHaveCount(0);
  // The button takes the second press only after a moment, and this tries until it does.
  await expect(async () => {
    await page.getByRole("button", { name: "Confirm: approve" }).tap({ timeout: 1000 });
    await expect(page.getByTestId("outcome")).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 10_000 });
  expect((await agent.answer(ask)).value).toBe("approve");
});

test("back from an ask, the list is where it was", async ({ team, agent, open }) => {
  // One after the other, so that their order is known.
  for (let index = 0; index < 30; index += 1) await agent.ask({ ...approval, title: `Ask number ${index}` });
  const page = await open(team.ana, phone);
  const list = page.locator(".pane-list");
  const wanted = page.getByRole("link", { name: "Ask number 12", exact: true });
  await expect(card(page, "Ask number 29")).toBeVisible();
  await list.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
  await wanted.scrollIntoViewIfNeeded();
  const before = await list.evaluate((element) => element.scrollTop);
  expect(before).toBeGreaterThan(500);
  await wanted.tap();
  await expect(page.getByRole("heading", { name: "Ask number 12", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Back" }).tap();
  await expect(wanted).toBeInViewport();
  expect(Math.abs((await list.evaluate((element) => element.scrollTop)) - before)).toBeLessThan(200);
});

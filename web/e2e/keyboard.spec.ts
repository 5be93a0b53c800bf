// Every form on a desk, with nothing but the keyboard.
import type { Page } from "@playwright/test";
import { card, desktop, expect, outcome, phone, test, untilLive } from "./fixtures";
import { approval, choice, fields, several, text } from "./questions";

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const detailTitle = (page: Page, title: string) => page.getByRole("heading", { name: title, level: 1 });

test("approve with j and a, then go on to the next", async ({ team, agent, open }) => {
  const second = await agent.ask({ ...approval, title: "Second in the list" });
  const first = await agent.ask({ ...approval, title: "First in the list" });
  const page = await open(team.ana, desktop);
  await expect(card(page, first.title)).toBeVisible();
  await press(page, "j");
  await expect(detailTitle(page, first.title)).toBeVisible();
  await press(page, "a");
  expect((await agent.answer(first)).value).toBe("approve");
  await expect(outcome(page)).toContainText("Approved by you");
  await press(page, "j");
  await expect(detailTitle(page, second.title)).toBeVisible();
  await press(page, "d");
  expect((await agent.answer(second)).value).toBe("deny");
});

test("a note with n, and the answer with Tab and Enter", async ({ team, agent, open }) => {
  const ask = await agent.ask(approval);
  const page = await open(team.ana, desktop);
  await expect(card(page, ask.title)).toBeVisible();
  await press(page, "j");
  await expect(detailTitle(page, ask.title)).toBeVisible();
  await press(page, "n");
  await expect(page.getByLabel("Note")).toBeFocused();
  // Letters that are keys elsewhere are only letters here.
  await page.keyboard.type("add a day");
  await press(page, "Tab", "Tab");
  await expect(page.getByTestId("answer-form").getByRole("button", { name: "Approve" })).toBeFocused();
  await press(page, "Enter");
  expect(await agent.answer(ask)).toMatchObject({ value: "approve", note: "add a day" });
  // What had the focus is gone: it is on what came of it, not lost.
  await expect(outcome(page)).toBeFocused();
});

test("choose by number", async ({ team, agent, open }) => {
  const ask = await agent.ask(choice);
  const page = await open(team.ana, desktop, `/asks/${ask.id}`);
  await expect(detailTitle(page, ask.title)).toBeVisible();
  await press(page, "3");
  expect((await agent.answer(ask)).value).toBe("none");
});

test("pick several by number, and send with Enter", async ({ team, agent, open }) => {
  const ask = await agent.ask(several);
  const page = await open(team.ana, desktop, `/asks/${ask.id}`);
  await expect(detailTitle(page, ask.title)).toBeVisible();
  await press(page, "1", "2", "3", "2");
  const send = page.getByRole("button", { name: "Send 2 picked" });
  await expect(send).toBeVisible();
  await press(page, "r");
  for (let tabs = 0; tabs < 6 && !(await send.evaluate((button) => button === document.activeElement)); tabs += 1)
    await press(page, "Tab");
  await expect(send).toBeFocused();
  await press(page, "Enter");
  expect((await agent.answer(ask)).value).toEqual(["eu", "ap"]);
});

test("write a text with r, and send it with Enter", async ({ team, agent, open }) => {
  const ask = await agent.ask(text);
  const page = await open(team.ana, desktop, `/asks/${ask.id}`);
  await expect(detailTitle(page, ask.title)).toBeVisible();
  await press(page, "r");
  await page.keyboard.type("Spring is here");
  await press(page, "Enter");
  expect((await agent.answer(ask)).value).toBe("Spring is here");
});

test("several lines of text: Enter makes a line, Ctrl+Enter sends", async ({ team, agent, open }) => {
  const ask = await agent.ask({ title: "Write the announcement", form: { kind: "text", multiline: true } });
  const page = await open(team.ana, desktop, `/asks/${ask.id}`);
  await expect(detailTitle(page, ask.title)).toBeVisible();
  await press(page, "r");
  await page.keyboard.type("Dear all,");
  await press(page, "Enter");
  await page.keyboard.type("it works.");
  await press(page, "Control+Enter");
  expect((await agent.answer(ask)).value).toBe("Dear all,\nit works.");
});

test("fill in fields with Tab, arrows and space", async ({ team, agent, open }) => {
  const ask = await agent.ask(fields);
  const page = await open(team.ana, desktop, `/asks/${ask.id}`);
  await expect(detailTitle(page, ask.title)).toBeVisible();
  await press(page, "r");
  await expect(page.getByLabel("Guests")).toBeFocused();
  await page.keyboard.type("40");
  await press(page, "Tab", "Space", "Tab", "Space", "ArrowRight", "Tab");
  await expect(page.getByLabel("Contact")).toBeFocused();
  await page.keyboard.type("mill@example.com");
  await press(page, "Tab");
  await expect(page.getByLabel("Remarks")).toBeFocused();
  await press(page, "Enter");
  expect((await agent.answer(ask)).value).toEqual({
    guests: 40,
    contact: "mill@example.com",
    catering: true,
    room: "Garden",
  });
});

test("a critical ask wants its key twice, and a held key decides nothing", async ({ team, agent, open }) => {
  const ask = await agent.ask({ ...approval, title: "Drop the old tables?", urgency: "critical" });
  const next = await agent.ask({ ...approval, title: "The next one" });
  const page = await open(team.ana, desktop, `/asks/${ask.id}`);
  await expect(detailTitle(page, ask.title)).toBeVisible();
  await page.keyboard.down("a");
  // Longer than a second press has to wait, and shorter than it is waited for.
  for (const began = Date.now(); Date.now() - began < 1500; ) await page.keyboard.down("a");
  await page.keyboard.up("a");
  const confirm = page.getByTestId("answer-form").getByRole("button", { name: "Confirm: approve" });
  await expect(confirm).toBeVisible();
  await expect(async () => {
    await press(page, "a");
    await expect(outcome(page)).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 10_000 });
  expect((await agent.answer(ask)).value).toBe("approve");
  await expect(card(page, next.title).getByRole("button", { name: "Approve" })).toBeVisible();
});

test("comment with c, search with /, go with g, read the keys with ?", async ({ team, agent, open }) => {
  const ask = await agent.ask(approval);
  const page = await open(team.ana, desktop, `/asks/${ask.id}`);
  await expect(page.getByLabel("Comment", { exact: true })).toBeVisible();
  await press(page, "c");
  await expect(page.getByLabel("Comment", { exact: true })).toBeFocused();
  await page.keyboard.type("Which customer?");
  await press(page, "Control+Enter");
  await expect(page.getByTestId("message")).toContainText("Which customer?");
  await press(page, "Escape", "/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await press(page, "Escape", "?");
  await expect(page.getByTestId("help")).toBeVisible();
  await press(page, "a", "Escape");
  await expect(page.getByTestId("help")).toBeHidden();
  await press(page, "g", "h");
  await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
  await press(page, "g", "i");
  await expect(card(page, ask.title).getByRole("button", { name: "Approve" })).toBeVisible();
});

test("switched off, single keys do nothing", async ({ team, agent, open }) => {
  const ask = await agent.ask(approval);
  const page = await open(team.ana, desktop, "/settings");
  await page.getByRole("switch", { name: "Single keys" }).focus();
  await press(page, "Space");
  await page.goto(`/asks/${ask.id}`);
  await expect(page.getByTestId("answer-form").getByRole("button", { name: "Approve" })).toBeVisible();
  await press(page, "a", "?");
  await expect(page.getByTestId("help")).toBeHidden();
  const tries: string[] = [];
  page.on("request", (request) => tries.push(request.url()));
  await press(page, "d");
  await untilLive(page);
  expect(tries.filter((url) => url.endsWith("/answer"))).toEqual([]);
});

test("with Tab alone, from the skip link to an answer", async ({ team, agent, open }) => {
  const ask = await agent.ask(approval);
  const page = await open(team.ana, desktop);
  const approve = card(page, ask.title).getByRole("button", { name: "Approve" });
  await expect(approve).toBeVisible();
  await press(page, "Tab");
  await expect(page.getByRole("button", { name: "Skip to the content" })).toBeFocused();
  await press(page, "Enter");
  for (let tabs = 0; tabs < 8 && !(await approve.evaluate((button) => button === document.activeElement)); tabs += 1)
    await press(page, "Tab");
  await expect(approve).toBeFocused();
  await press(page, "Enter");
  expect((await agent.answer(ask)).value).toBe("approve");
});

test("on a phone with a keyboard the list can be answered too", async ({ team, agent, open }) => {
  const ask = await agent.ask(approval);
  const page = await open(team.ana, phone);
  await expect(card(page, ask.title)).toBeVisible();
  await press(page, "j");
  await expect(page.getByRole("link", { name: ask.title })).toBeFocused();
  await press(page, "d");
  expect((await agent.answer(ask)).value).toBe("deny");
});

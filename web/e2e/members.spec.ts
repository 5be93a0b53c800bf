// Who is in a channel, what is known of it, and channels by the keyboard alone.
import type { Channel, Me } from "../src/api/types";
import { about, composer, firstAgent, makeChannel, member, post, row } from "./channels";
import { as, comeIn, desktop, expect, invite, phone, test, untilLive } from "./fixtures";

test("an agent and a person come in by name, and leave again", async ({ askd, team, agent, open }) => {
  const channel = await makeChannel(askd, team.ana, "#members", { agent: false });
  const ben = await open(team.ben, desktop, "/channels");
  await untilLive(ben);
  await expect(row(ben, channel.name)).toHaveCount(0);
  const page = await open(team.ana, phone, `/channels/${channel.id}`);
  await page.getByRole("button", { name: "About this channel" }).tap();
  await expect(about(page).getByTestId("member")).toHaveText([/Ana you/]);
  const add = about(page).getByRole("button", { name: "Add", exact: true });
  const name = about(page).getByLabel("Name", { exact: true });
  await name.fill("Nobody");
  await add.tap();
  await expect(about(page).getByRole("alert")).toBeVisible();
  await name.fill("Ben");
  await add.tap();
  await expect(member(page, "Ben")).toBeVisible();
  await expect(row(ben, channel.name)).toBeVisible();
  await about(page).getByLabel("Add", { exact: true }).selectOption("Agent");
  await name.fill(firstAgent);
  await add.tap();
  await expect(about(page).getByRole("list", { name: "Agents" })).toContainText(firstAgent);
  await agent.speak(channel.id, "Here I am.");
  await expect(row(ben, channel.name).getByTestId("unread")).toHaveText(/^1/);

  await page.getByRole("button", { name: "Remove Ben" }).tap();
  await expect(member(page, "Ben")).toBeVisible();
  // The button takes the second press only after a moment, and this tries until it does.
  await expect(async () => {
    await page.getByRole("button", { name: "Really remove Ben" }).tap({ timeout: 1000 });
    await expect(member(page, "Ben")).toHaveCount(0, { timeout: 1000 });
  }).toPass({ timeout: 10_000 });
  await expect(row(ben, channel.name)).toHaveCount(0);
});

test("description, tags and who may answer", async ({ askd, team, open }) => {
  const channel = await makeChannel(askd, team.ana, "#about", { people: [team.ben] });
  const ben = await open(team.ben, desktop, `/channels/${channel.id}`);
  await untilLive(ben);
  await ben.getByRole("button", { name: "About this channel" }).click();
  await expect(about(ben).getByTestId("who-answers")).toContainText("Its members");
  await expect(about(ben).getByLabel("Who may answer asks here")).toHaveCount(0);
  await ben.keyboard.press("Escape");

  const ana = await open(team.ana, desktop, `/channels/${channel.id}`);
  await ana.getByRole("button", { name: "About this channel" }).click();
  const save = about(ana).getByRole("button", { name: "Save" });
  await expect(save).toHaveAttribute("aria-disabled", "true");
  await about(ana).getByLabel("Description").fill("What it is for");
  await about(ana).getByLabel("Tags").fill("nightly");
  await about(ana).getByLabel("Who may answer asks here").selectOption("Only those named");
  await about(ana).getByLabel("Their names").fill("nobody-of-us");
  await save.click();
  await expect(about(ana).getByRole("alert")).toBeVisible();
  await about(ana).getByLabel("Their names").fill("Ben");
  await save.click();
  await expect(save).toHaveAttribute("aria-disabled", "true");
  await expect(about(ana).getByRole("alert")).toHaveCount(0);
  await expect(ben.getByTestId("channel")).toContainText("What it is for");
  await ben.getByRole("button", { name: "About this channel" }).click();
  await expect(about(ben).getByTestId("who-answers")).toContainText("@Ben");
  await expect(about(ben).getByLabel("Tags")).toHaveValue("nightly");
});

test("two people who change two things don't undo each other's", async ({ askd, team, open }) => {
  const channel = await makeChannel(askd, team.ana, "#both", { people: [team.ben], description: "Before" });
  const page = await open(team.ana, desktop, `/channels/${channel.id}`);
  await untilLive(page);
  await page.getByRole("button", { name: "About this channel" }).click();
  await about(page).getByLabel("Tags").fill("nightly");
  await as(askd, team.ben, "PATCH", `/channels/${channel.id}`, { description: "By Ben" });
  await expect(about(page).getByLabel("Description")).toHaveValue("By Ben");
  await about(page).getByRole("button", { name: "Save" }).click();
  await expect(about(page).getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "true");
  const now = await as<Channel>(askd, team.ana, "GET", `/channels/${channel.id}`);
  expect(now).toMatchObject({ description: "By Ben", tags: ["nightly"] });
});

test("what was typed stays when the dialog is closed by mistake", async ({ team, open }) => {
  const page = await open(team.ana, desktop, "/channels");
  await page.getByRole("button", { name: "New channel" }).click();
  const dialog = page.getByTestId("new-channel");
  await dialog.getByLabel("Name").fill("half-an-idea");
  await dialog.getByLabel("Description").fill("Not finished");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "New channel" }).click();
  await expect(dialog.getByLabel("Name")).toHaveValue("half-an-idea");
  await expect(dialog.getByLabel("Description")).toHaveValue("Not finished");
  await expect(dialog.getByLabel("Team")).toHaveCount(0);
});

test("of two people with one name, the one whose button is pressed leaves", async ({ own }) => {
  const { askd, open } = await own();
  const ana = await comeIn(askd, askd.link(), "Ana");
  for (const email of ["one@example.com", "two@example.com"])
    await comeIn(askd, await invite(askd, ana), "Twin", email);
  const channel = await as<Channel>(askd, ana, "POST", "/channels", { name: "#twins" });
  const page = await open(ana, desktop, `/channels/${channel.id}`);
  await page.getByRole("button", { name: "About this channel" }).click();
  await expect(member(page, "Twin")).toHaveCount(2);
  await member(page, "Twin").last().getByRole("button").click();
  await expect(async () => {
    await page.getByRole("button", { name: "Really remove Twin" }).click({ timeout: 1000 });
    await expect(member(page, "Twin")).toHaveCount(1, { timeout: 1000 });
  }).toPass({ timeout: 10_000 });
  await expect(about(page).getByRole("alert")).toHaveCount(0);
});

test("members that can't be read are told, and can be tried again", async ({ askd, team, open }) => {
  const channel = await makeChannel(askd, team.ana, "#broken", { agent: false });
  const page = await open(team.ana, phone, "/channels");
  await page.route(/\/members\?/, (route) => route.abort());
  await row(page, channel.name).getByRole("link").tap();
  await page.getByRole("button", { name: "About this channel" }).tap();
  await expect(about(page).getByText("can't be reached")).toBeVisible();
  await page.unroute(/\/members\?/);
  await about(page).getByRole("button", { name: "Try again" }).tap();
  await expect(member(page, "Ana")).toBeVisible();
});

const file = (channel: string) => `people:
  ana: {name: Ana, email: ana@example.com, role: owner}
channels:
  "${channel}": {members: [ana]}
`;

test("a person in two teams sees and uses the channels of both", async ({ own }) => {
  const { askd, open } = await own({ "growth.yaml": file("#research"), "ops.yaml": file("#pager") });
  const ana = await comeIn(askd, askd.link(), "Ana");
  const me = await as<Me>(askd, ana, "GET", "/me");
  expect(me.teams).toEqual(expect.arrayContaining(["growth", "ops"]));
  const page = await open(ana, desktop, "/channels");
  await untilLive(page);
  await expect(row(page, "#research")).toContainText("growth");
  await expect(row(page, "#pager")).toContainText("ops");
  for (const name of ["#research", "#pager"]) {
    await row(page, name).getByRole("link").click();
    await composer(page).fill(`Here in ${name}`);
    await composer(page).press("Enter");
    await expect(post(page, `Here in ${name}`)).toBeVisible();
    await page.getByRole("button", { name: "About this channel" }).click();
    await expect(member(page, "Ana")).toBeVisible();
    await page.keyboard.press("Escape");
  }
  // One is made where it is wanted.
  await page.getByRole("button", { name: "New channel" }).click();
  const dialog = page.getByTestId("new-channel");
  await dialog.getByLabel("Name").fill("night-shift");
  await dialog.getByLabel("Team").selectOption("ops");
  await dialog.getByRole("button", { name: "Make the channel" }).click();
  await expect(page.getByRole("heading", { name: "#night-shift", level: 1 })).toBeVisible();
  await expect(row(page, "#night-shift")).toContainText("ops");
  await page.reload();
  await expect(page.getByRole("heading", { name: "#night-shift", level: 1 })).toBeVisible();
});

test("with the keyboard alone: go, move, open, write, back", async ({ askd, team, agent, open }) => {
  const channel = await makeChannel(askd, team.ana, "#0-keys");
  await agent.speak(channel.id, "Said before, @Ana.");
  const page = await open(team.ana, desktop);
  await expect(page.getByRole("heading", { name: "Inbox", level: 1 })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(row(page, channel.name)).toBeVisible();
  const link = row(page, channel.name).getByRole("link");
  // Moving opens nothing, so that nothing counts as read.
  for (let moves = 0; moves < 40 && !(await link.evaluate((row) => row === document.activeElement)); moves += 1)
    await page.keyboard.press("j");
  await expect(link).toBeFocused();
  await expect(row(page, channel.name).getByTestId("unread")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: channel.name, level: 1 })).toBeFocused();
  await expect(post(page, "Said before")).toBeVisible();
  await expect(row(page, channel.name).getByTestId("unread")).toHaveCount(0);
  await page.keyboard.press("c");
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type("Read with keys.");
  await page.keyboard.press("Enter");
  await expect(post(page, "Read with keys.")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search in this channel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/channels$/);
});

test("on a phone the list is behind the channel, and is back where it was", async ({ askd, team, agent, open }) => {
  const channel = await makeChannel(askd, team.ana, "#phone");
  await agent.speak(channel.id, "Hello.");
  const page = await open(team.ana, phone, "/channels");
  await row(page, channel.name).getByRole("link").tap();
  await expect(post(page, "Hello.")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await page.getByRole("button", { name: "Back" }).tap();
  await expect(page.getByRole("heading", { name: "Channels", level: 1 })).toBeVisible();
  await expect(row(page, channel.name)).toBeVisible();
  await page.goto("/channels/ch_01J0000000000000000000000");
  await expect(page.getByText("This channel can’t be shown")).toBeVisible();
});

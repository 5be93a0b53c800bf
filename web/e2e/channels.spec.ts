// Channels: what is unread in them, what is said in them, and who is in them.
import { about, composer, firstAgent, makeChannel, member, post, posts, readAll, row, say } from "./channels";
import { as, desktop, expect, phone, test, untilLive } from "./fixtures";
import { expectNoShift } from "./watch";

const scroller = ".channel-scroll";

test("what is unread stands first, with its number and a mark for a mention", async ({ askd, team, agent, open }) => {
  const quiet = await makeChannel(askd, team.ana, "#a-quiet", { people: [team.ben] });
  const busy = await makeChannel(askd, team.ana, "#b-busy", { people: [team.ben], description: "Much is said here" });
  const named = await makeChannel(askd, team.ana, "#c-named", { people: [team.ben] });
  const others = await makeChannel(askd, team.ana, "#d-of-others");
  await readAll(askd, team.ben);
  await agent.speak(busy.id, "One.");
  await agent.speak(busy.id, "Two.");
  await agent.speak(named.id, "Can you look at this, @Ben?");
  const page = await open(team.ben, phone);
  await expect(page.getByTestId("channels-mark")).toContainText("@");
  await page.getByRole("link", { name: "Channels" }).tap();
  await expect(page.getByRole("heading", { name: "Channels", level: 1 })).toBeVisible();
  await expect(row(page, busy.name).getByTestId("unread")).toHaveText(/^2/);
  await expect(row(page, busy.name).getByTestId("mentioned")).toHaveCount(0);
  await expect(row(page, busy.name)).toContainText("Much is said here");
  await expect(row(page, named.name).getByTestId("mentioned")).toContainText("@");
  const names = await page.getByTestId("channel-row").locator(".channel-name").allTextContents();
  expect(names.slice(0, 2)).toEqual([named.name, busy.name]);
  expect(names).toContain(quiet.name);
  // Ben isn't in it and owns nothing.
  expect(names).not.toContain(others.name);
  await page.getByRole("searchbox").fill("QUIET");
  await expect(page.getByTestId("channel-row")).toHaveText([/#a-quiet/]);
  await page.getByRole("searchbox").fill("nowhere");
  await expect(page.getByText("No channel’s name has “nowhere” in it.")).toBeVisible();
});

test("an owner sees channels they aren't in, and can join", async ({ askd, team, open }) => {
  const channel = await makeChannel(askd, team.ben, "#bens-own", { agent: false });
  await say(askd, team.ben, channel, "Only me here.");
  const page = await open(team.ana, desktop, "/channels");
  const others = page.getByRole("list", { name: "Channels you aren’t in" });
  await expect(others.getByTestId("channel-row").filter({ hasText: channel.name })).toBeVisible();
  await row(page, channel.name).getByRole("link").click();
  await expect(post(page, "Only me here.")).toBeVisible();
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("button", { name: "Join" })).toHaveCount(0);
  await expect(
    page.getByRole("list", { name: "Your channels" }).getByTestId("channel-row").filter({ hasText: channel.name }),
  ).toBeVisible();
});

test("a new channel: faults stand at their fields, and it opens when it is made", async ({ askd, team, open }) => {
  await makeChannel(askd, team.ana, "#Taken", { agent: false });
  const page = await open(team.ben, phone, "/channels");
  await page.getByRole("button", { name: "New channel" }).tap();
  const dialog = page.getByTestId("new-channel");
  const make = dialog.getByRole("button", { name: "Make the channel" });
  const name = dialog.getByLabel("Name");
  await make.tap();
  await expect(dialog.getByText("Give it a name.")).toBeVisible();
  await name.fill("two words");
  await make.tap();
  await expect(name).toHaveAttribute("aria-invalid", "true");
  // Also one that only looks like it is taken.
  await name.fill("tAKEN");
  await make.tap();
  await expect(dialog.getByRole("alert")).toContainText("channel");
  await name.fill("fresh-ideas");
  await dialog.getByLabel("Description").fill("Half thoughts");
  await dialog.getByLabel("Tags").fill("nightly, drafts");
  await make.tap();
  await expect(page.getByRole("heading", { name: "#fresh-ideas", level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/\/channels\/ch_/);
  await expect(page.getByText("Nothing was said here yet")).toBeVisible();
  await page.getByRole("button", { name: "About this channel" }).tap();
  await expect(about(page).getByLabel("Tags")).toHaveValue("nightly, drafts");
  await expect(member(page, "Ben")).toBeVisible();
});

test("an agent and two people talk, and each sees it at once", async ({ askd, team, agent, open }) => {
  const channel = await makeChannel(askd, team.ana, "#talk", { people: [team.ben] });
  const ana = await open(team.ana, phone, `/channels/${channel.id}`);
  const ben = await open(team.ben, desktop, `/channels/${channel.id}`);
  await expect(ana.getByText("Nothing was said here yet")).toBeVisible();
  await untilLive(ana);
  await untilLive(ben);
  await agent.speak(channel.id, "The build is **green**.");
  for (const page of [ana, ben]) {
    await expect(post(page, "The build is green.")).toContainText(firstAgent);
    await expect(post(page, "The build is green.").getByText("agent", { exact: true })).toBeVisible();
    await expect(post(page, "The build is green.").locator("strong", { hasText: "green" })).toBeVisible();
    await expect(page.getByText("Today", { exact: true })).toBeVisible();
  }
  await expect(ana.getByTestId("announcer")).toContainText(`${firstAgent}: The build is`);
  await composer(ben).fill("Good.");
  await composer(ben).press("Shift+Enter");
  await composer(ben).pressSequentially("Ship it.");
  await composer(ben).press("Enter");
  await expect(composer(ben)).toHaveValue("");
  for (const page of [ana, ben]) await expect(post(page, /Good\.\s*Ship it\./)).toContainText("Ben");
  await composer(ana).fill("I’ll do it.");
  await ana.getByRole("button", { name: "Send message" }).tap();
  await expect(post(ben, "I’ll do it.")).toContainText("Ana");
  await expect(posts(ana)).toHaveCount(3);
  await expect(posts(ben)).toHaveCount(3);
  await expectNoShift(ben);
});

test("seeing the end reads it, in every tab; a line shows where the new began", async ({ askd, team, agent, open }) => {
  const channel = await makeChannel(askd, team.ana, "#marks", { people: [team.ben] });
  const old = await agent.speak(channel.id, "Known already.");
  await readAll(askd, team.ben);
  const list = await open(team.ben, desktop, "/channels");
  await untilLive(list);
  await expect(row(list, channel.name).getByTestId("unread")).toHaveCount(0);
  await expect(list.getByTestId("channels-mark")).toHaveCount(0);
  await agent.speak(channel.id, "First of the new.");
  await agent.speak(channel.id, "Second of the new for @human");
  await expect(row(list, channel.name).getByTestId("unread")).toHaveText(/^2/);
  await expect(list.getByTestId("channels-mark")).toContainText("@");
  await expect(list.getByTestId("announcer")).toContainText("You are mentioned in #marks");

  const page = await open(team.ben, phone, `/channels/${channel.id}`);
  const items = page.getByTestId("channel").locator(".posts > li");
  await expect(items).toHaveText([/Today/, /Known already/, /^New$/, /First of the new/, /Second of the new/]);
  await expect(row(list, channel.name).getByTestId("unread")).toHaveCount(0);
  await expect(list.getByTestId("channels-mark")).toHaveCount(0);
  // The line stays while it is looked at, and is gone the next time.
  await expect(page.getByTestId("new-line")).toBeVisible();
  await page.reload();
  await expect(post(page, "Second of the new")).toBeVisible();
  await expect(page.getByTestId("new-line")).toHaveCount(0);
  const { reads } = await as<{ reads: { channel_id: string; message_id: string; unread: number }[] }>(
    askd,
    team.ben,
    "GET",
    "/me/reads",
  );
  const mark = reads.find((read) => read.channel_id === channel.id);
  expect(mark?.unread).toBe(0);
  expect(mark?.message_id).not.toBe(old.id);
});

test("scrolled up, older messages come in above, and what comes in below moves nothing", async ({
  askd,
  team,
  agent,
  open,
}) => {
  test.setTimeout(120_000);
  const channel = await makeChannel(askd, team.ana, "#long", { people: [team.ben] });
  for (let index = 0; index < 130; index += 1) await agent.speak(channel.id, `Message number ${index}, in short.`);
  await readAll(askd, team.ben);
  const page = await open(team.ben, phone, `/channels/${channel.id}`);
  await untilLive(page);
  await expect(post(page, "Message number 129,")).toBeInViewport();
  expect(await posts(page).count()).toBeLessThan(130);
  const pane = page.locator(scroller);
  await expect(async () => {
    await pane.evaluate((element) => element.scrollTo(0, 0));
    expect(await posts(page).count()).toBe(130);
  }).toPass({ timeout: 20_000 });
  await expect(posts(page).first()).toContainText("Message number 0,");
  await expect(page.getByRole("button", { name: "Show older" })).toHaveCount(0);

  const middle = post(page, "Message number 60,");
  await middle.scrollIntoViewIfNeeded();
  const place = await middle.boundingBox();
  await agent.speak(channel.id, "While nobody looked.");
  await expect(page.getByRole("button", { name: "1 new" })).toBeVisible();
  expect((await middle.boundingBox())?.y).toBeCloseTo(place?.y ?? -1, 0);
  await page.getByRole("button", { name: "1 new" }).tap();
  await expect(post(page, "While nobody looked.")).toBeInViewport();
  await expect(page.getByTestId("new-line")).toBeInViewport();
  await expect(posts(page)).toHaveCount(131);
  await expect
    .poll(async () => (await as<{ unread: number }>(askd, team.ben, "GET", `/channels/${channel.id}`)).unread)
    .toBe(0);
});

test("the page above goes in above what is looked at", async ({ askd, team, agent, open }) => {
  const channel = await makeChannel(askd, team.ana, "#steady", { people: [team.ben] });
  for (let index = 0; index < 90; index += 1)
    await agent.speak(channel.id, `Line ${index}, of some length.\n\nIt goes on.\n\nAnd on.`);
  await readAll(askd, team.ben);
  const page = await open(team.ben, desktop, `/channels/${channel.id}`);
  await expect(post(page, "Line 89,")).toBeInViewport();
  const first = await posts(page).count();
  expect(first).toBeLessThan(90);
  // Held back until the top has been reached, where no browser keeps the place by itself.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/messages\?.*before=/, async (route) => {
    await held;
    await route.continue();
  });
  const top = posts(page).first();
  const name = (await top.textContent())?.match(/Line \d+,/)?.[0] ?? "";
  await page.locator(scroller).evaluate((element) => element.scrollTo(0, 0));
  await expect(page.getByRole("button", { name: "Reading older…" })).toBeVisible();
  const place = await post(page, name).boundingBox();
  release();
  await expect(posts(page)).toHaveCount(90);
  await expect(post(page, name)).toBeInViewport();
  expect(Math.abs(((await post(page, name).boundingBox())?.y ?? 0) - (place?.y ?? 0))).toBeLessThan(4);
});

test("a name is completed after @, by keys and by a tap", async ({ askd, team, open }) => {
  const channel = await makeChannel(askd, team.ana, "#names", { people: [team.ben] });
  const page = await open(team.ana, phone, `/channels/${channel.id}`);
  const box = composer(page);
  const names = page.getByRole("listbox", { name: "Names" });
  await box.pressSequentially("Ask @");
  await expect(names.getByRole("option")).toHaveText([/@Ben/, new RegExp(`@${firstAgent}`), /@human/]);
  await box.press("ArrowDown");
  await expect(names.getByRole("option", { selected: true })).toContainText(firstAgent);
  await box.press("Escape");
  await expect(names).toHaveCount(0);
  await expect(box).toBeFocused();
  await box.pressSequentially("be");
  await expect(names.getByRole("option")).toHaveText([/@Ben/]);
  await box.press("Enter");
  await expect(box).toHaveValue("Ask @Ben ");
  await box.pressSequentially("or @fir");
  await names.getByRole("option", { name: firstAgent }).tap();
  await expect(box).toHaveValue(`Ask @Ben or @${firstAgent} `);
  await expect(box).toBeFocused();
  await box.pressSequentially("now");
  await box.press("Enter");
  await expect(post(page, `Ask @Ben or @${firstAgent} now`)).toBeVisible();
  const ben = await open(team.ben, desktop, "/channels");
  await expect(row(ben, channel.name).getByTestId("mentioned")).toBeVisible();
});

test("what was typed stays over a reload and a lost connection", async ({ askd, team, open }) => {
  const channel = await makeChannel(askd, team.ana, "#drafts");
  const page = await open(team.ana, phone, `/channels/${channel.id}`);
  await composer(page).fill("Half a thought");
  await page.reload();
  await expect(composer(page)).toHaveValue("Half a thought");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Send message" }).tap();
  await expect(page.getByTestId("channel-composer").getByRole("alert")).toContainText("can't be reached");
  await expect(composer(page)).toHaveValue("Half a thought");
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Send message" }).tap();
  await expect(post(page, "Half a thought")).toHaveCount(1);
  await expect(composer(page)).toHaveValue("");
});

test("search within a channel", async ({ askd, team, agent, open }) => {
  const channel = await makeChannel(askd, team.ana, "#search");
  await agent.speak(channel.id, "The walrus is fed.");
  await agent.speak(channel.id, "The penguin isn’t.");
  await say(askd, team.ana, channel, "Feed the walrus twice.");
  const page = await open(team.ana, phone, `/channels/${channel.id}`);
  await page.getByRole("button", { name: "Search in this channel" }).tap();
  const search = page.getByRole("searchbox", { name: "Search in this channel" });
  await expect(search).toBeFocused();
  await search.fill("walrus");
  await expect(posts(page)).toHaveText([/The walrus is fed/, /Feed the walrus twice/]);
  await search.fill("giraffe");
  await expect(page.getByText("No message here matches “giraffe”.")).toBeVisible();
  await page.getByRole("button", { name: "Search in this channel" }).tap();
  await expect(posts(page)).toHaveCount(3);
});

test("what was found is shown where it was said, and both ways go on", async ({ askd, team, agent, open }) => {
  test.setTimeout(120_000);
  const channel = await makeChannel(askd, team.ana, "#needle");
  for (let index = 0; index < 120; index += 1)
    await agent.speak(channel.id, index === 30 ? "The needle is here." : `Hay number ${index}.`);
  await readAll(askd, team.ana);
  const page = await open(team.ana, phone, `/channels/${channel.id}`);
  await expect(post(page, "Hay number 119.")).toBeVisible();
  await page.getByRole("button", { name: "Search in this channel" }).tap();
  await page.getByRole("searchbox", { name: "Search in this channel" }).fill("needle");
  await expect(page.getByTestId("channel").getByText("1 found", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Show in the channel" }).tap();
  await expect(post(page, "The needle is here.")).toBeFocused();
  await expect(post(page, "The needle is here.")).toBeInViewport();
  await expect(post(page, "Hay number 29.")).toBeInViewport();
  await expect(post(page, "Hay number 31.")).toBeInViewport();
  // The way down goes on, and nobody is taken to an end that moves.
  await post(page, "Hay number 50.").scrollIntoViewIfNeeded();
  await expect(post(page, "Hay number 60.")).toHaveCount(1);
  await expect(post(page, "Hay number 50.")).toBeInViewport();
  await page.getByRole("button", { name: "All that was found" }).tap();
  await expect(posts(page)).toHaveText([/The needle is here/]);
  await expect(page.getByRole("button", { name: "Show in the channel" })).toBeFocused();
  await page.getByRole("button", { name: "Show in the channel" }).tap();
  await page.getByRole("button", { name: "Leave the search" }).tap();
  await expect(page.getByRole("heading", { name: channel.name, level: 1 })).toBeFocused();
  await expect(post(page, "Hay number 119.")).toBeInViewport();
});

test("a search goes on through a part without a hit, and says what it does not know yet", async ({
  askd,
  team,
  agent,
  open,
}) => {
  const channel = await makeChannel(askd, team.ana, "#parts");
  await agent.speak(channel.id, "The walrus is fed.");
  const page = await open(team.ana, phone, `/channels/${channel.id}`);
  await expect(post(page, "The walrus is fed.")).toBeVisible();
  // As the server answers for a very long channel: nothing in its newest part, and where to look next.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/messages\?.*q=walrus/, async (route) => {
    const url = new URL(route.request().url());
    if (!url.searchParams.has("before"))
      return route.fulfill({ json: { messages: [], next: "msg_7ZZZZZZZZZZZZZZZZZZZZZZZZZ" } });
    await held;
    await route.continue();
  });
  await page.getByRole("button", { name: "Search in this channel" }).tap();
  await page.getByRole("searchbox", { name: "Search in this channel" }).fill("walrus");
  await expect(page.getByText("Nothing found in what was said lately")).toBeVisible();
  await expect(page.getByText("No message here matches")).toHaveCount(0);
  release();
  await expect(posts(page)).toHaveText([/The walrus is fed/]);
  await expect(page.getByTestId("channel").getByText("1 found", { exact: true })).toBeVisible();
});

test("whoever writes while searching sees what they wrote", async ({ askd, team, agent, open }) => {
  const channel = await makeChannel(askd, team.ana, "#aside");
  await agent.speak(channel.id, "The walrus is fed.");
  const page = await open(team.ana, phone, `/channels/${channel.id}`);
  await page.getByRole("button", { name: "Search in this channel" }).tap();
  await page.getByRole("searchbox", { name: "Search in this channel" }).fill("walrus");
  await expect(page.getByRole("button", { name: "Show in the channel" })).toBeVisible();
  // Said by somebody else while nobody looked at the end.
  await agent.speak(channel.id, "And the penguin.");
  await composer(page).fill("Thank you.");
  await page.getByRole("button", { name: "Send message" }).tap();
  await expect(posts(page)).toHaveText([/The walrus is fed/, /And the penguin/, /Thank you/]);
  await expect(post(page, "Thank you.")).toBeInViewport();
});

test("more unread than is read at once: a button leads to where they begin", async ({ askd, team, agent, open }) => {
  test.setTimeout(180_000);
  const channel = await makeChannel(askd, team.ana, "#flood", { people: [team.ben] });
  await agent.speak(channel.id, "Known already.");
  await readAll(askd, team.ben);
  for (let index = 0; index < 700; index += 1) await agent.speak(channel.id, `Drop ${index}.`);
  const page = await open(team.ben, phone, `/channels/${channel.id}`);
  await expect(post(page, "Drop 699.")).toBeInViewport();
  await expect(page.getByTestId("new-line")).toHaveCount(0);
  await page.getByRole("button", { name: "Where the new ones begin" }).tap();
  await expect(page.getByTestId("new-line")).toBeInViewport();
  await expect(post(page, "Drop 0.")).toBeInViewport();
  await expect(page.getByRole("button", { name: "Where the new ones begin" })).toHaveCount(0);
});

test("some hundred unread ones open at their first", async ({ askd, team, agent, open }) => {
  test.setTimeout(120_000);
  const channel = await makeChannel(askd, team.ana, "#stream", { people: [team.ben] });
  await agent.speak(channel.id, "Known already.");
  await readAll(askd, team.ben);
  for (let index = 0; index < 300; index += 1) await agent.speak(channel.id, `Drop ${index}.`);
  const page = await open(team.ben, phone, `/channels/${channel.id}`);
  await expect(page.getByTestId("new-line")).toBeInViewport();
  await expect(post(page, "Drop 0.")).toBeInViewport();
  await expect(page.getByRole("button", { name: "300 new" })).toBeVisible();
  // Nothing counts as read before its end was seen.
  const { unread } = await as<{ unread: number }>(askd, team.ben, "GET", `/channels/${channel.id}`);
  expect(unread).toBe(300);
});

test("what is said runs nothing and loads nothing", async ({ askd, team, agent, open }) => {
  const channel = await makeChannel(askd, team.ana, "#hostile");
  await agent.speak(
    channel.id,
    [
      "<img src=x onerror=alert(1)><script>alert(2)</script>",
      "[press](javascript:alert(3)) ![see](https://elsewhere.example/p.png)",
      "The end of it.",
    ].join("\n\n"),
  );
  const page = await open(team.ana, desktop, `/channels/${channel.id}`);
  await expect(post(page, "The end of it.")).toBeVisible();
  await expect(posts(page).locator("script, img, [onerror], a[href^='javascript:']")).toHaveCount(0);
});

// What happens elsewhere while the page is open.
import { card, comeIn, desktop, expect, outcome, phone, test, untilLive } from "./fixtures";
import { approval, text } from "./questions";
import { expectNoShift } from "./watch";

test("a new ask appears by itself, is counted and said aloud", async ({ team, agent, open }) => {
  const page = await open(team.ana, phone);
  await expect(page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible();
  await untilLive(page);
  const ask = await agent.ask({ ...approval, title: "Out of the blue" });
  await expect(card(page, ask.title).getByRole("button", { name: "Approve" })).toBeVisible();
  await expect(page).toHaveTitle("(1) Inbox · askd");
  await expect(page.getByTestId("open-count")).toHaveText("1");
  await expect(page.getByTestId("announcer")).toContainText("asks: Out of the blue");
});

test("what somebody else answers loses its buttons at once, and leaves with the next look", async ({
  team,
  agent,
  open,
}) => {
  const ask = await agent.ask({ ...approval, title: "Whoever is first" });
  const other = await agent.ask({ ...approval, title: "Still open" });
  const ana = await open(team.ana, phone);
  const ben = await open(team.ben, desktop, `/asks/${ask.id}`);
  await untilLive(ana);
  await expect(ana.getByTestId("open-count")).toHaveText("2");
  const place = await card(ana, other.title).boundingBox();
  await ben.getByTestId("answer-form").getByRole("button", { name: "Deny" }).click();
  await expect(card(ana, ask.title).getByTestId("outcome")).toContainText("Denied by Ben in the inbox");
  await expect(card(ana, ask.title).getByRole("button")).toHaveCount(0);
  await expect(ana.getByTestId("open-count")).toHaveText("1");
  // Nothing moved under the person's finger.
  expect((await card(ana, other.title).boundingBox())?.y).toBe(place?.y);
  await ana.getByRole("link", { name: "History" }).tap();
  await expect(card(ana, ask.title)).toBeVisible();
  await ana.getByRole("link", { name: "Inbox" }).tap();
  await expect(card(ana, other.title)).toBeVisible();
  await expect(card(ana, ask.title)).toHaveCount(0);
});

test("two people press at the same moment: one decides, the other is told who decided what", async ({
  team,
  agent,
  open,
}) => {
  for (let round = 0; round < 3; round += 1) {
    const ask = await agent.ask({ ...approval, title: `Race ${round}` });
    const ana = await open(team.ana, phone, `/asks/${ask.id}`);
    const ben = await open(team.ben, desktop, `/asks/${ask.id}`);
    const approve = ana.getByTestId("answer-form").getByRole("button", { name: "Approve" });
    const deny = ben.getByTestId("answer-form").getByRole("button", { name: "Deny" });
    // Until then the page may still move under a press.
    for (const page of [ana, ben]) await untilLive(page);
    await expect(approve).toBeVisible();
    await expect(deny).toBeVisible();
    // Both presses are on their way before either arrives.
    let arrived = 0;
    let release = () => {};
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (const page of [ana, ben]) {
      await page.route("**/answer", async (route) => {
        arrived += 1;
        if (arrived === 2) release();
        await both;
        await route.continue();
      });
    }
    const replies = [ana, ben].map((page) => page.waitForResponse((response) => response.url().endsWith("/answer")));
    await Promise.all([approve.click(), deny.click()]);
    const statuses = (await Promise.all(replies)).map((response) => response.status());
    expect([...statuses].sort()).toEqual([200, 409]);
    const answer = await agent.answer(ask);
    const anaWon = statuses[0] === 200;
    expect(answer).toMatchObject(
      anaWon ? { value: "approve", by: { name: "Ana" } } : { value: "deny", by: { name: "Ben" } },
    );
    const [winner, loser] = anaWon ? [ana, ben] : [ben, ana];
    await expect(outcome(winner)).toContainText(anaWon ? "Approved by you" : "Denied by you");
    await expect(outcome(loser)).toContainText(anaWon ? "Approved by Ana in the inbox" : "Denied by Ben in the inbox");
    const told = loser.getByTestId("ask-detail").getByTestId("attempt");
    await expect(told).toContainText(
      anaWon ? /Too late: approved by Ana in the inbox, \d\d:\d\d/ : /Too late: denied by Ben/,
    );
    await ana.context().close();
    await ben.context().close();
  }
});

test("words written for an answer that came too late can be said as a comment", async ({ team, agent, open }) => {
  const ask = await agent.ask(text);
  const ana = await open(team.ana, desktop, `/asks/${ask.id}`);
  const ben = await open(team.ben, phone, `/asks/${ask.id}`);
  await untilLive(ana);
  await ana.getByLabel("Your answer").fill("A long thought");
  await ben.getByLabel("Your answer").fill("Short");
  await ben.getByRole("button", { name: "Send answer" }).tap();
  await expect(outcome(ana)).toContainText("Answered by Ben");
  await expect(ana.getByTestId("unsent")).toContainText("A long thought");
  await ana.getByRole("button", { name: "Send as a comment" }).click();
  await expect(ana.getByTestId("message").filter({ hasText: "A long thought" })).toBeVisible();
  await expect(ana.getByTestId("unsent")).toHaveCount(0);
});

test("several asks at once, more than are told one by one, all arrive", async ({ team, agent, open }) => {
  const page = await open(team.ana, desktop);
  await untilLive(page);
  await agent.askMany(150, (index) => ({ ...approval, title: `Flood ${index}` }));
  await expect(page.getByTestId("open-count")).toHaveText(/^\d\d+\+$/);
  await expect(async () => {
    await page.locator(".pane-list").evaluate((element) => element.scrollTo(0, element.scrollHeight));
    expect(await page.getByTestId("ask-card").count()).toBe(150);
  }).toPass({ timeout: 20_000 });
});

test("more at once than is told piece by piece is read as a whole", async ({ askd, team, agent, open }) => {
  const page = await open(team.ana, phone, "/history?state=expired&q=Together");
  await expect(page.getByText("No ask here matches “Together”.")).toBeVisible();
  await untilLive(page);
  const asks = await agent.askMany(150, (index) => ({ ...approval, title: `Together ${index}`, expires_in: "10s" }));
  const last = Math.max(...asks.map((ask) => Date.parse(ask.expires_at ?? "")));
  expect(Date.now()).toBeLessThan(Math.min(...asks.map((ask) => Date.parse(ask.expires_at ?? ""))));
  // A machine that slept through their ends finds them all at once, and of more than a hundred askd says no single one.
  await askd.sleepUntil(last + 200);
  await expect(page.getByTestId("ask-card")).toHaveCount(50, { timeout: 20_000 });
  await expect(page.getByTestId("outcome").first()).toContainText("Expired without an answer");
});

test("killed and started again while the page is open: it says so, comes back, and missed nothing", async ({ own }) => {
  const { askd, agent, open } = await own();
  const ana = await comeIn(askd, askd.link(), "Ana");
  const before = await agent.ask({ ...approval, title: "Before the crash" });
  const page = await open(ana, phone);
  await untilLive(page);

  await askd.kill();
  await expect(page.getByText("Reconnecting…")).toBeVisible();
  // What is pressed now isn't lost and isn't claimed to be done.
  await card(page, before.title).getByRole("button", { name: "Approve" }).tap();
  await expect(page.getByTestId("attempt")).toContainText("askd can’t be reached, so this may not have arrived.");
  await expect(page.getByTestId("outcome")).toHaveCount(0);

  await askd.start();
  const after = await agent.ask({ ...approval, title: "While it was away" });
  await untilLive(page);
  await expect(page.getByText("Reconnecting…")).toHaveCount(0);
  await expect(card(page, after.title)).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).tap();
  expect(await agent.answer(before)).toMatchObject({ value: "approve", by: { name: "Ana" } });
  await expect(card(page, before.title).getByTestId("outcome")).toContainText("Approved by you");

  const later = await agent.ask({ ...approval, title: "Long after the crash" });
  await expect(card(page, later.title)).toBeVisible();
});

test("opened while askd is down, the installed app says so and goes on when it is back", async ({ own }) => {
  const { askd, open } = await own();
  const ana = await comeIn(askd, askd.link(), "Ana");
  const page = await open(ana, phone);
  await untilLive(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await askd.kill();
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "That didn’t work" })).toBeVisible();
  await expect(page.getByText("askd can't be reached.")).toBeVisible();
  await askd.start();
  await page.getByRole("button", { name: "Try again" }).tap();
  await expect(page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible();
});

test("nothing jumps, at the start and when asks come and go", async ({ team, agent, open }) => {
  for (const device of [phone, desktop]) {
    const first = await agent.ask({ ...approval, title: "First of them" });
    await agent.askMany(12, (index) => ({ ...approval, title: `One of twelve ${index}` }));
    const page = await open(team.ana, device);
    await untilLive(page);
    await expect(card(page, "One of twelve 11")).toBeVisible();
    await expectNoShift(page);
    const added = await agent.ask({ ...approval, title: "A new one", urgency: "high" });
    await expect(card(page, added.title)).toBeVisible();
    await agent.cancel(added);
    await expect(card(page, added.title).getByTestId("outcome")).toBeVisible();
    await expectNoShift(page);

    await page.goto(`/asks/${first.id}`);
    await expect(page.getByLabel("Comment", { exact: true })).toBeVisible();
    await agent.say(first, "One thing more.");
    await expect(page.getByTestId("message")).toBeVisible();
    await expectNoShift(page);
    for (const path of ["/history", "/notices", "/people", "/settings", "/audit"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator(".skeleton")).toHaveCount(0);
      await untilLive(page);
      await expectNoShift(page);
    }
    await agent.cancelAll();
  }
});

// The inbox with 5,000 open asks.
import type { Page } from "@playwright/test";
import { card, desktop, expect, phone, test, untilLive } from "./fixtures";
import { approval } from "./questions";
import { expectNoShift } from "./watch";

// On a machine that does nothing else; askd runs with sanitizers here. On a busy one both grow with the reference.
const usableWithin = 4000;
const freezesAtMost = 500;
// What the slowest of the reference's runs takes on a machine that does nothing else, with room to spare.
const reference = 60;

type Freezing = Window & { askdLongest?: number };

// How much slower than that this machine is now: the slowest of twenty runs of one piece of work, in the same page.
async function slowness(page: Page): Promise<number> {
  const slowest = await page.evaluate(() => {
    let most = 0;
    for (let run = 0; run < 20; run += 1) {
      const began = performance.now();
      Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 100_003).sort((a, b) => a - b);
      most = Math.max(most, performance.now() - began);
    }
    return most;
  });
  return Math.max(1, slowest / reference);
}

test("the list is usable at once, scrolls, finds, and doesn't freeze", async ({ team, agent, open }) => {
  test.setTimeout(300_000);
  await agent.askMany(4999, (index) => ({ ...approval, title: `Ask ${index}` }));
  const needle = await agent.ask({ ...approval, title: "A needle in the haystack", urgency: "high" });

  for (const device of [phone, desktop]) {
    const page = await open(team.ana, device, "/settings");
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries())
          (window as Freezing).askdLongest = Math.max((window as Freezing).askdLongest ?? 0, duration);
      }).observe({ type: "longtask", buffered: true });
    });
    const longest = () => page.evaluate(() => (window as Freezing).askdLongest ?? 0);
    const began = Date.now();
    await page.goto("/");
    await expect(card(page, needle.title).getByRole("button", { name: "Approve" })).toBeVisible();
    const usable = Date.now() - began;
    await untilLive(page);
    await expectNoShift(page);

    // As far down as somebody scrolls: 20 pages of 50.
    const list = page.locator(".pane-list");
    await expect(async () => {
      await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      expect(await page.getByTestId("ask-card").count()).toBeGreaterThanOrEqual(1000);
    }).toPass({ timeout: 60_000, intervals: [50] });
    // Only what is near the screen is drawn in full.
    expect(await page.locator(".card").count()).toBeLessThan(120);
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
    await expect(page.locator(".card").filter({ visible: true }).first()).toBeVisible();
    const middle = page.locator(".card-link").filter({ visible: true });
    await expect
      .poll(() =>
        middle.evaluateAll(
          (all) =>
            all.filter((one) => {
              const { top, bottom } = one.getBoundingClientRect();
              return top > 0 && bottom < innerHeight;
            }).length,
        ),
      )
      .toBeGreaterThan(1);

    // A press answers while thousands wait, and a new ask finds its place.
    await list.evaluate((element) => element.scrollTo(0, 0));
    const added = await agent.ask({
      ...approval,
      title: `Pressing, ${device === phone ? "phone" : "desk"}`,
      urgency: "high",
    });
    await expect(card(page, added.title)).toBeVisible();
    await expect(async () => {
      await card(page, added.title).getByRole("button", { name: "Deny" }).click({ timeout: 2000 });
      await expect(card(page, added.title).getByTestId("outcome")).toBeVisible({ timeout: 2000 });
    }).toPass({ timeout: 10_000 });
    expect((await agent.answer(added)).value).toBe("deny");

    await page.getByRole("searchbox").fill("haystack");
    await expect(page.getByTestId("ask-card")).toHaveCount(1);
    const freeze = await longest();
    const slow = await slowness(page);
    const figures = `usable after ${usable} ms, longest freeze ${freeze} ms, slowness ${slow.toFixed(1)}`;
    console.log(`5,000 open asks, ${device === phone ? "phone" : "desk"}: ${figures}`);
    expect(usable, figures).toBeLessThan(usableWithin * slow);
    expect(freeze, figures).toBeLessThan(freezesAtMost * slow);
  }
});

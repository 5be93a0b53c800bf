// Colours, reading aids, sizes for fingers, and what makes the app installable.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { about, composer, makeChannel, member, post, say } from "./channels";
import { card, desktop, expect, invite, outcome, phone, test, untilLive } from "./fixtures";
import { approval, choice, fields, several, text } from "./questions";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function expectAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(axe);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run: (where: Document) => Promise<AxeResults> } }).axe.run(document),
  );
  expect(results.passes.length).toBeGreaterThan(5);
  const grave = results.violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
  expect(grave, where).toEqual([]);
}

// What can be pressed and is smaller than a finger, beside links within a text.
async function expectFingerSized(page: Page, where: string): Promise<void> {
  const small = await page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(
      "button, a, select, input, textarea, summary, label",
    )) {
      const inText = element.closest(".prose, .outcome-line, .outcome-text p, dd, .hint, .empty p");
      if (inText || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (element.closest(".unseen, .skip") || (element.tagName === "LABEL" && !element.querySelector("input")))
        continue;
      // A box is pressed by its whole line.
      const pressed = element.closest<HTMLElement>("label") ?? element;
      let { width, height } = pressed.getBoundingClientRect();
      // A card is opened by all of it.
      const card = element.classList.contains("card-link") ? element.closest(".card") : null;
      if (card) ({ width, height } = card.getBoundingClientRect());
      if (width < 44 || height < 44) {
        const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
        found.push(`${element.tagName}.${element.className} "${name}" ${width.toFixed(0)}×${height.toFixed(0)}`);
      }
    }
    return found;
  });
  expect(small, where).toEqual([]);
}

// Nothing reaches beyond the screen's edge, and no line of text is cut without a mark.
async function expectWithin(page: Page, where: string): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, where).toBeLessThanOrEqual(0);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, device] of [
    ["phone", phone],
    ["desk", desktop],
  ] as const) {
    test(`every page can be read and pressed, ${colorScheme}, on a ${name}`, async ({ askd, team, agent, open }) => {
      test.setTimeout(120_000);
      const asks = [];
      for (const question of [approval, choice, several, text, fields]) asks.push(await agent.ask(question));
      asks.push(
        await agent.ask({ ...approval, title: "Delete the old cluster?", urgency: "critical", expires_in: "4m" }),
      );
      asks.push(await agent.ask({ ...approval, title: "Two must agree", required: 2 }));
      const ended = await agent.ask({ ...approval, title: "Already gone" });
      await agent.cancel(ended, "No longer needed.");
      await agent.say(ended, "For **your** information: `it` is [over](https://ci.example/9).");
      for (const severity of ["info", "success", "warning", "error"])
        await agent.notify({ title: `A notice: ${severity}`, body: "Some words.", severity });

      const page = await open(team.ana, device, "/", { colorScheme });
      const check = async (where: string) => {
        await expect(page.locator(".skeleton")).toHaveCount(0);
        await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
        await expectAccessible(page, where);
        await expectWithin(page, where);
        if (device === phone) await expectFingerSized(page, where);
      };
      await untilLive(page);
      await expect(page.getByTestId("ask-card")).toHaveCount(7);
      await check("inbox");
      for (const ask of [...asks, ended]) {
        await page.goto(`/asks/${ask.id}`);
        await expect(page.getByLabel("Comment", { exact: true })).toBeVisible();
        await page.locator("summary").first().click();
        await check(ask.title);
      }
      await page.goto(`/asks/${asks[4]?.id}`);
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await expect(page.getByText("This is needed.")).toBeVisible();
      await check("faults of a form");
      for (const path of [
        "/history",
        "/notices",
        "/people",
        "/audit",
        "/settings",
        `/conversations/${ended.conversation}`,
      ]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await untilLive(page);
        await check(path);
      }
      await page.goto("/settings");
      await page.getByRole("button", { name: "Show the keys" }).click();
      await expect(page.getByTestId("help")).toBeVisible();
      await check("keys");
      await agent.cancelAll();
      await page.goto("/");
      await expect(page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible();
      await check("empty inbox");
      await page.context().clearCookies();
      await page.goto("/");
      await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
      await check("sign in");
      await page.goto(await invite(askd, team.ana));
      await expect(page.getByRole("button", { name: "Join" })).toBeVisible();
      await check("invitation");
    });
  }
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, device] of [
    ["phone", phone],
    ["desk", desktop],
  ] as const) {
    test(`channels and agents can be read and pressed, ${colorScheme}, on a ${name}`, async ({
      askd,
      team,
      agent,
      open,
    }) => {
      test.setTimeout(120_000);
      const long = "Donaudampfschifffahrtsgesellschaft".repeat(3);
      const channel = await makeChannel(askd, team.ana, `#looks-${colorScheme}-${name}`, { description: long });
      await makeChannel(askd, team.ben, `#bens-${colorScheme}-${name}`);
      await say(askd, team.ana, channel, "Who looks at this?");
      await agent.speak(channel.id, `@Ana should: \`${"x".repeat(300)}\`, ${long}`);
      const page = await open(team.ana, device, "/channels", { colorScheme });
      const check = async (where: string) => {
        await expect(page.locator(".skeleton")).toHaveCount(0);
        await expectAccessible(page, where);
        await expectWithin(page, where);
        if (device === phone) await expectFingerSized(page, where);
      };
      await expect(page.getByTestId("mentioned").first()).toBeVisible();
      await check("channels");
      await page.getByRole("button", { name: "New channel" }).click();
      await page.getByRole("button", { name: "Make the channel" }).click();
      await expect(page.getByText("Give it a name.")).toBeVisible();
      await check("new channel");
      await page.goto(`/channels/${channel.id}`);
      await expect(post(page, "should:")).toBeVisible();
      await expect(page.getByTestId("new-line")).toBeVisible();
      await check("channel");
      await composer(page).pressSequentially("@");
      await expect(page.getByRole("listbox", { name: "Names" })).toBeVisible();
      await check("names");
      await composer(page).fill("");
      await page.getByRole("button", { name: "Search in this channel" }).click();
      await page.getByRole("searchbox", { name: "Search in this channel" }).fill("looks");
      await expect(page.getByTestId("channel").getByText("1 found")).toBeVisible();
      await check("search");
      await page.getByRole("button", { name: "Show in the channel" }).click();
      await expect(post(page, "Who looks at this?")).toBeFocused();
      await check("found");
      await page.getByRole("button", { name: "About this channel" }).click();
      await expect(member(page, "Ana")).toBeVisible();
      await about(page).getByLabel("Who may answer asks here").selectOption("Only those named");
      await check("about");
      await page.goto("/agents");
      await page
        .getByRole("button", { name: /^Revoke/ })
        .first()
        .click();
      await expect(page.getByRole("button", { name: "Revoke for good" })).toBeVisible();
      await check("agents");
    });
  }
}

test("dark and light follow the system until the person chooses", async ({ team, open }) => {
  const page = await open(team.ana, phone, "/settings", { colorScheme: "dark" });
  const ground = () =>
    page.evaluate(
      () =>
        getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor,
    );
  const html = page.locator("html");
  await expect(html).toHaveAttribute("data-theme", "dark");
  const dark = await ground();
  await page.emulateMedia({ colorScheme: "light" });
  await expect(html).toHaveAttribute("data-theme", "light");
  expect(await ground()).not.toBe(dark);
  await page.getByRole("radio", { name: "Dark" }).tap();
  await expect(html).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(html).toHaveAttribute("data-theme", "dark");
  await expect(page.locator('meta[name="theme-color"]')).toHaveAttribute("content", "#121214");
  await page.getByRole("radio", { name: "System" }).tap();
  await expect(html).toHaveAttribute("data-theme", "light");
});

test("the app can be installed, and opens without a network", async ({ team, agent, open }) => {
  const ask = await agent.ask(approval);
  const page = await open(team.ana, phone);
  await expect(card(page, ask.title)).toBeVisible();
  const manifest = await (await page.request.get("/manifest.webmanifest")).json();
  expect(manifest).toMatchObject({ start_url: "/", display: "standalone" });
  for (const icon of manifest.icons) expect((await page.request.get(icon.src)).status(), icon.src).toBe(200);
  const devtools = await page.context().newCDPSession(page);
  const { errors } = await devtools.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // A test's browser keeps nothing, as a private window does; that is the only reason to refuse it here.
  expect(installabilityErrors.filter((error) => error.errorId !== "in-incognito")).toEqual([]);

  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByText("askd can't be reached.")).toBeVisible();
  // Nothing of what was asked is kept on the device.
  const kept = await page.evaluate(async () => {
    const found: string[] = [];
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    return found;
  });
  expect(kept.length).toBeGreaterThan(4);
  expect(kept.filter((path) => path.startsWith("/api/"))).toEqual([]);
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Try again" }).tap();
  await expect(card(page, ask.title)).toBeVisible();
});

test("long words, long titles and many details stay within a narrow screen", async ({ team, agent, open }) => {
  const long = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(3).slice(0, 120);
  const ask = await agent.ask({
    title: `${long} ${"and more ".repeat(3)}`.slice(0, 150),
    body: [
      long,
      `\`${"x".repeat(400)}\``,
      `| a | b |\n|---|---|\n| ${"y".repeat(300)} | z |`,
      `\`\`\`\n${"z".repeat(500)}\n\`\`\``,
    ].join("\n\n"),
    context: { [`key_${"k".repeat(60)}`]: long, url: `https://ci.example/${"p".repeat(300)}` },
    form: {
      kind: "choice",
      options: [
        { value: "a", label: long.slice(0, 75) },
        { value: "b", label: "No" },
      ],
    },
  });
  const page = await open(team.ana, { ...phone, viewport: { width: 320, height: 640 } });
  await expect(page.getByTestId("ask-card")).toBeVisible();
  await expectWithin(page, "list");
  const beyond = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".pane-list *, .pane-detail *")]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("pre, table"))
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 && !element.matches(".kinds *"))
        .map((element) => `${element.tagName}.${element.className}`),
    );
  expect(await beyond()).toEqual([]);
  await page.goto(`/asks/${ask.id}`);
  await expect(page.getByLabel("Comment", { exact: true })).toBeVisible();
  await expectWithin(page, "ask");
  expect(await beyond()).toEqual([]);
  await page.getByRole("button", { name: "No", exact: true }).tap();
  await expect(outcome(page)).toContainText("“No” by you");
});

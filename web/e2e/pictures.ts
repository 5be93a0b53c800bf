// Pictures of the main pages, for people to judge: ASKD_SHOTS=/tmp/shots npm run e2e
import { join } from "node:path";
import { composer, firstAgent, makeChannel, member, post, readAll, row, say } from "./channels";
import { desktop, expect, invite, phone, test, untilLive } from "./fixtures";
import { approval, choice, fields, several, text } from "./questions";

const folder = process.env.ASKD_SHOTS ?? "";

for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, device] of [
    ["phone", phone],
    ["desk", desktop],
  ] as const) {
    test(`pictures, ${colorScheme}, ${name}`, async ({ askd, team, agent, open }) => {
      test.setTimeout(180_000);
      const page = await open(team.ana, device, "/", { colorScheme });
      const shot = async (what: string) => {
        await expect(page.locator(".skeleton")).toHaveCount(0);
        await page.screenshot({ path: join(folder, `${what}-${name}-${colorScheme}.png`), animations: "disabled" });
      };
      await expect(page.getByRole("heading", { name: "Nothing waits for you" })).toBeVisible();
      await shot("empty");
      const asks: Record<string, string> = {};
      for (const [kind, question] of Object.entries({ fields, text, several, choice, approval }))
        asks[kind] = (await agent.ask(question)).id;
      const vote = await agent.ask({ ...approval, title: "Two must agree to this", required: 2, body: "" });
      const critical = await agent.ask({
        title: "Delete the old cluster?",
        body: "Its volumes go with it. **This can't be undone.**",
        form: { kind: "approval" },
        urgency: "critical",
        expires_in: "4m",
      });
      const high = await agent.ask({
        title: "The refund is larger than the order. Pay it anyway?",
        form: {
          kind: "choice",
          options: [
            { value: "y", label: "Pay" },
            { value: "n", label: "Don’t pay", style: "danger" },
          ],
        },
        urgency: "high",
        expires_in: "2h",
        default: { value: "n" },
      });
      await untilLive(page);
      await expect(page.getByTestId("ask-card")).toHaveCount(8);
      await shot("inbox");
      await page.getByTestId("ask-card").last().scrollIntoViewIfNeeded();
      await shot("inbox-end");
      for (const [kind, id] of Object.entries({ ...asks, vote: vote.id, critical: critical.id, high: high.id })) {
        await page.goto(`/asks/${id}`);
        await expect(page.getByLabel("Comment", { exact: true })).toBeVisible();
        await shot(`ask-${kind}`);
      }
      await page.goto(`/asks/${asks.fields}`);
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await shot("ask-faults");

      const talk = await agent.ask({ ...approval, title: "Send the contract to Acme?" });
      await page.goto(`/asks/${talk.id}`);
      await page.getByLabel("Comment", { exact: true }).fill("Which version of the terms is in it?");
      await page.getByRole("button", { name: "Send comment" }).click();
      await agent.say(
        talk,
        [
          "The one of **March**, with the longer notice:",
          "> Either side may end it with 60 days’ notice.",
          "```\nterms-2026-03.pdf  sha256 9f2c…\n```",
        ].join("\n\n"),
      );
      await agent.notify({
        title: "Acme has called",
        body: "They wait for it today.",
        severity: "warning",
        conversation: talk.conversation,
        links: [{ label: "Open the ticket", url: "https://ci.example/7" }],
      });
      await expect(page.getByTestId("notice")).toBeVisible();
      await shot("conversation-open");
      await page.getByLabel("Note").fill("Yes, but with the old notice.");
      await page.getByTestId("answer-form").getByRole("button", { name: "Approve" }).click();
      await expect(page.locator(".outcome")).toBeVisible();
      await shot("conversation-ended");
      await page.goto(`/conversations/${talk.conversation}`);
      await expect(page.getByTestId("message").first()).toBeVisible();
      await shot("conversation");
      await agent.notify({ title: "Backup done", body: "All of it, in **4 minutes**.", severity: "success" });
      await agent.notify({ body: "The disk of `build-3` is 91 % full.", severity: "error" });
      const channel = await makeChannel(askd, team.ana, `#release-${name}-${colorScheme}`, {
        people: [team.ben],
        description: "Everything about 4.2 on its way",
      });
      await agent.speak(channel.id, "All **212** tests pass.\n\nThe migration adds one column.");
      await say(askd, team.ben, channel, `Nice. @${firstAgent}, when does it go out?`);
      await readAll(askd, team.ana);
      await agent.speak(channel.id, "Tonight at ten, unless @Ana says otherwise.");
      await page.goto("/channels");
      await expect(row(page, channel.name)).toBeVisible();
      await shot("channels");
      await page.goto(`/channels/${channel.id}`);
      await expect(post(page, "Tonight at ten")).toBeVisible();
      await composer(page).pressSequentially("Not before @");
      await shot("channel");
      await composer(page).fill("");
      await page.getByRole("button", { name: "About this channel" }).click();
      await expect(member(page, "Ben")).toBeVisible();
      await shot("channel-about");
      for (const path of ["history", "notices", "people", "agents", "settings", "audit"]) {
        await page.goto(`/${path}`);
        await untilLive(page);
        await shot(path);
      }
      await page.goto("/people");
      await page.getByRole("button", { name: "Make a link" }).click();
      await expect(page.getByTestId("invite-url")).toBeVisible();
      await shot("people-invited");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await expect(page.getByTestId("help")).toBeVisible();
      await shot("keys");
      await page.context().clearCookies();
      await page.goto("/");
      await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
      await shot("sign-in");
      await page.goto(await invite(askd, team.ana));
      await expect(page.getByRole("button", { name: "Join" })).toBeVisible();
      await shot("invite");
      await page.getByRole("button", { name: "Join" }).click();
      await shot("invite-faults");
    });
  }
}

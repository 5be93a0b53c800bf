// What is said around an ask, and how its end is told.
import { card, desktop, expect, outcome, phone, test, untilLive } from "./fixtures";
import { approval, text } from "./questions";

test("a person asks back, the agent hears it and replies, the person answers", async ({ team, agent, open }) => {
  const ask = await agent.ask(approval);
  const page = await open(team.ben, phone, `/asks/${ask.id}`);
  await untilLive(page);
  const heard = agent.heard(ask);
  await page.getByLabel("Comment", { exact: true }).fill("Which customer is it for?");
  await page.getByRole("button", { name: "Send comment" }).tap();
  expect(await heard).toContain("Which customer is it for?");
  await expect(page.getByTestId("message")).toContainText("Ben");
  await agent.say(ask, "For **Acme**. The cost is $12.");
  await expect(page.getByTestId("message").filter({ hasText: "The cost is $12." })).toBeVisible();
  await expect(page.getByTestId("message").locator("strong", { hasText: "Acme" })).toBeVisible();
  await page.getByTestId("answer-form").getByRole("button", { name: "Approve" }).tap();
  expect((await agent.answer(ask)).by?.name).toBe("Ben");
  const entries = page.getByTestId("thread").getByRole("listitem");
  await expect(entries).toHaveText([/Which customer/, /The cost is \$12/, /Approved by you/]);
});

test("two people see each other's comments while the ask is open", async ({ team, agent, open }) => {
  const ask = await agent.ask(text);
  const ana = await open(team.ana, desktop, `/asks/${ask.id}`);
  const ben = await open(team.ben, phone, `/asks/${ask.id}`);
  await untilLive(ana);
  await untilLive(ben);
  await ana.getByLabel("Comment", { exact: true }).fill("Ben, you know the readers.");
  await ana.getByRole("button", { name: "Send comment" }).click();
  await expect(ben.getByTestId("message")).toContainText("Ben, you know the readers.");
  await expect(ben.getByTestId("message")).toContainText("Ana");
});

test("who decided, where, when and how sure it is", async ({ team, agent, open }) => {
  const ask = await agent.ask(approval);
  const ana = await open(team.ana, phone, `/asks/${ask.id}`);
  await ana.getByLabel("Note").fill("Go.");
  await ana.getByRole("button", { name: "Approve" }).tap();
  const { at } = await agent.answer(ask);
  const ben = await open(team.ben, desktop, `/asks/${ask.id}`);
  const ended = outcome(ben);
  await expect(ended).toContainText("Approved by Ana in the inbox");
  await expect(ended).toContainText("Go.");
  await expect(ended).toContainText("signed in");
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" });
  await expect(ended.locator("time")).toHaveText(time.format(new Date(at ?? "")));
});

test("cancelled and replaced asks say so, and lead on", async ({ team, agent, open }) => {
  const gone = await agent.ask({ ...approval, title: "Never mind this" });
  const old = await agent.ask({ ...approval, title: "The amount is 40" });
  const page = await open(team.ana, desktop, `/asks/${old.id}`);
  await untilLive(page);
  await agent.cancel(gone, "The customer called off.");
  await agent.supersede(old, { ...approval, title: "The amount is 45" });
  const ended = outcome(page);
  await expect(ended).toContainText("Replaced by a newer ask");
  await page.getByRole("link", { name: "Go to the newer ask" }).click();
  await expect(page.getByRole("heading", { name: "The amount is 45", level: 1 })).toBeVisible();
  await page.goto(`/asks/${gone.id}`);
  await expect(outcome(page)).toContainText("The customer called off.");
});

test("an ask that runs out while it is looked at ends before the person's eyes", async ({ team, agent, open }) => {
  const silent = await agent.ask({ ...approval, title: "Nobody answers this", expires_in: "8s" });
  const filled = await agent.ask({
    ...text,
    title: "A default fills this",
    expires_in: "8s",
    default: { value: "as usual" },
  });
  const page = await open(team.ana, desktop, `/asks/${filled.id}`);
  await expect(page.getByText("If nobody answers in time, it becomes “as usual”.")).toBeVisible();
  const ended = outcome(page);
  await expect(ended).toContainText("default, when time ran out", { timeout: 20_000 });
  await expect(ended).toContainText("as usual");
  await expect(card(page, silent.title).getByTestId("outcome")).toContainText("Expired without an answer");
  await expect(page.getByRole("button", { name: "Approve" })).toHaveCount(0);
});

test("two must agree: the first vote counts once, the second decides", async ({ team, agent, open }) => {
  const ask = await agent.ask({ ...approval, title: "Two keys to launch", required: 2 });
  const ana = await open(team.ana, phone);
  const ben = await open(team.ben, desktop, `/asks/${ask.id}`);
  await untilLive(ana);
  await untilLive(ben);
  await ana.getByRole("button", { name: "Approve" }).tap();
  await expect(card(ana, ask.title)).toContainText("Your vote: Approve");
  await expect(ben.getByTestId("answer-form").getByTestId("tally")).toContainText("1 of 2 votes: Ana");
  await ben.getByTestId("answer-form").getByRole("button", { name: "Approve" }).click();
  expect(await agent.answer(ask)).toMatchObject({ value: "approve", by: { name: "Ben" } });
  await expect(card(ana, ask.title).getByTestId("outcome")).toContainText("Approved by Ben");
  await expect(ben.getByText("Votes: Ana: approve, Ben: approve")).toBeVisible();
});

test("who may not answer is told who may, and can comment", async ({ team, agent, open }) => {
  const ask = await agent.ask({ ...approval, title: "For Ana alone", to: ["#general"], approvers: ["@Ana"] });
  const page = await open(team.ana, phone, `/asks/${ask.id}`);
  await expect(page.getByRole("button", { name: "Approve" })).toBeVisible();
  const ben = await open(team.ben, phone, `/asks/${ask.id}`);
  await expect(ben.getByText("This ask is for @Ana to answer.")).toBeVisible();
  await expect(ben.getByRole("button", { name: "Approve" })).toHaveCount(0);
  await ben.getByLabel("Comment", { exact: true }).fill("I would.");
  await ben.getByRole("button", { name: "Send comment" }).tap();
  await expect(ben.getByTestId("message")).toContainText("I would.");
});

test("a notice appears, leads into its conversation, and a reply reaches the agent", async ({ team, agent, open }) => {
  const ask = await agent.ask(approval);
  const page = await open(team.ana, phone, "/notices");
  await untilLive(page);
  await agent.notify({
    title: "The backup is done",
    body: "It took **4 minutes**.",
    severity: "success",
    links: [{ label: "See the log", url: "https://ci.example/82" }],
    conversation: ask.conversation,
  });
  const notice = page.getByTestId("notice").filter({ hasText: "The backup is done" });
  await expect(notice.getByRole("link", { name: "See the log" })).toHaveAttribute("href", "https://ci.example/82");
  await notice.getByRole("link", { name: "Reply" }).tap();
  await expect(page.getByRole("heading", { name: "Conversation" })).toBeVisible();
  const heard = agent.heard(ask);
  await page.getByLabel("Comment", { exact: true }).fill("Thank you.");
  await page.getByRole("button", { name: "Send comment" }).tap();
  expect(await heard).toContain("Thank you.");
});

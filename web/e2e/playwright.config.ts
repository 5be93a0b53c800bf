// The inbox in a real browser, against the real askd. `npm run e2e`, or one file: `npm run e2e -- live`.
// With ASKD_SHOTS=FOLDER it takes pictures of the pages instead.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

const shots = process.env.ASKD_SHOTS;

export default defineConfig({
  testDir: ".",
  testMatch: shots ? "pictures.ts" : "*.spec.ts",
  outputDir: join(tmpdir(), "askd-inbox-e2e"),
  // One browser and one askd at a time: some tests bound how long the page may take.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    actionTimeout: 10_000,
    navigationTimeout: 20_000,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.ASKD_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});

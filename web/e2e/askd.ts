// The real askd as a process, as the tests start it, kill it and start it again on the same store and port.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const binary = process.env.ASKD_BINARY ?? fileURLToPath(new URL("../../build/dev/bin/askd", import.meta.url));
const readyWithin = 60_000;
// A sanitizer's finding ends the process with this code, so that no test mistakes it for a fault of its own.
const sanitizerExit = "99";

// One agent asks for all tests of a file, and one of them asks 5,000 times.
const settings = "limits:\n  open_asks_per_agent: 20000\n  requests_per_minute: 600000\n";

export class Askd {
  private readonly folder = mkdtempSync(join(tmpdir(), "askd-inbox-"));
  private readonly log = join(this.folder, "log");
  private process: ChildProcess | undefined;
  private port = 0;
  private toldBefore = 0;

  // `teams` are the files of teams.d by their names.
  constructor(private readonly teams: Record<string, string> = {}) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    if (this.process) throw new Error("askd runs already");
    writeFileSync(join(this.folder, "askd.yaml"), settings, { mode: 0o600 });
    for (const [name, file] of Object.entries(this.teams)) {
      mkdirSync(join(this.folder, "teams.d"), { recursive: true });
      writeFileSync(join(this.folder, "teams.d", name), file, { mode: 0o600 });
    }
    this.toldBefore = existsSync(this.log) ? statSync(this.log).size : 0;
    const log = openSync(this.log, "a");
    const config = join(this.folder, "askd.yaml");
    const data = join(this.folder, "store");
    this.process = spawn(
      binary,
      ["--config", config, "--data", data, "--listen", `127.0.0.1:${this.port}`, "--quick-start"],
      {
        stdio: ["ignore", log, log],
        env: {
          ...process.env,
          ASAN_OPTIONS: `exitcode=${sanitizerExit}`,
          UBSAN_OPTIONS: `exitcode=${sanitizerExit}:print_stacktrace=1`,
        },
      },
    );
    closeSync(log);
    await this.untilReady();
    return this;
  }

  // As a power cut would end it.
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  // As a machine that is suspended: nothing runs, and no connection ends.
  async sleepUntil(time: number): Promise<void> {
    this.process?.kill("SIGSTOP");
    await pause(Math.max(0, time - Date.now()));
    this.process?.kill("SIGCONT");
  }

  // Ends it in order, throws what it has to say if that wasn't in order, and removes the store.
  async stop(): Promise<void> {
    if (this.process) {
      const code = await this.end("SIGTERM");
      if (code !== 0) throw new Error(`askd ended with ${code}:\n${this.said()}`);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  // The owner's one-time link on an empty store, a link to sign in later.
  link(): string {
    return this.told(/http\S+\/invite\/\S+/)[0];
  }

  // The first agent's token, told once on an empty store.
  token(): string {
    return this.told(/ASKD_TOKEN=(askd_[\w-]+)/)[1] ?? "";
  }

  private told(what: RegExp): RegExpExecArray {
    const words = readFileSync(join(this.folder, "store", "quick-start.txt"), "utf8");
    const found = what.exec(words);
    if (!found) throw new Error(`--quick-start tells no ${what}:\n${words}`);
    return found;
  }

  private said(): string {
    return existsSync(this.log) ? readFileSync(this.log).subarray(this.toldBefore).toString() : "";
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const ending = this.process;
    if (!ending) throw new Error("askd doesn't run");
    this.process = undefined;
    if (ending.exitCode !== null) return ending.exitCode;
    const gone = once(ending, "exit") as Promise<[number | null]>;
    ending.kill(signal);
    const late = pause(30_000, undefined, { ref: false }).then(() => {
      ending.kill("SIGKILL");
      throw new Error(`askd doesn't end within 30 s of ${signal}:\n${this.said()}`);
    });
    const [code] = await Promise.race([gone, late]);
    return code;
  }

  private async untilReady(): Promise<void> {
    const end = Date.now() + readyWithin;
    while (Date.now() < end) {
      if (this.process?.exitCode !== null) throw new Error(`askd ended at its start:\n${this.said()}`);
      const port = /address="127\.0\.0\.1" port="(\d+)"/.exec(this.said())?.[1];
      if (port) this.port = Number(port);
      if (port && this.said().includes("how to come in") && (await this.answers())) return;
      await pause(20);
    }
    throw new Error(`askd isn't ready after ${readyWithin / 1000} s:\n${this.said()}`);
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok;
    } catch {
      // Not listening yet: the caller asks again within its bound.
      return false;
    }
  }
}

// Writes sw.js with the list of the built files in it, so that the worker keeps exactly this build of the shell.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const kept = ["/manifest.webmanifest", "/theme.js", "/icons/icon.svg", "/icons/icon-192.png"];

export function serviceWorker(): Plugin {
  return {
    name: "askd-service-worker",
    apply: "build",
    generateBundle(_options, bundle) {
      const assets = Object.keys(bundle)
        .filter((name) => name.startsWith("assets/"))
        .map((name) => `/${name}`);
      const shell = ["/", ...kept, ...assets.sort()];
      const source = readFileSync(new URL("../sw/worker.js", import.meta.url), "utf8");
      const version = createHash("sha256").update(source).update(shell.join()).digest("hex").slice(0, 12);
      this.emitFile({
        type: "asset",
        fileName: "sw.js",
        source: source.replace("__SHELL__", JSON.stringify(shell)).replace("__VERSION__", JSON.stringify(version)),
      });
    },
  };
}

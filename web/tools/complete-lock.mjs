// Completes package-lock.json after `npm install`: packages for other platforms that a partial mirror doesn't hold are
// left out by npm, and `npm ci` then refuses the lock file everywhere. Also drops download addresses.
import { readFileSync, writeFileSync } from "node:fs";

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"];

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
for (const entry of Object.values(lock.packages)) {
  delete entry.resolved;
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const words = name.split(/[/-]/);
    const os = words.find((word) => systems.includes(word));
    const cpu = words.find((word) => processors.includes(word));
    if (!os || lock.packages[`node_modules/${name}`]) continue;
    const stub = { version, dev: true, optional: true, os: [os] };
    if (cpu) stub.cpu = [cpu];
    if (os === "linux") stub.libc = [words.includes("musl") ? "musl" : "glibc"];
    lock.packages[`node_modules/${name}`] = stub;
  }
  if (entry.optionalDependencies?.fsevents && !lock.packages["node_modules/fsevents"])
    lock.packages["node_modules/fsevents"] = { version: "2.3.3", dev: true, optional: true, os: ["darwin"] };
}
const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync("package-lock.json", `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);

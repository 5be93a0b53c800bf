import { expect, test } from "vitest";
import { everyPage } from "./pages";

test("a list is read to its end, and each entry is there once", async () => {
  const pages: Record<string, { agents: { id: string }[]; next?: string }> = {
    "": { agents: [{ id: "a" }, { id: "b" }], next: "b" },
    b: { agents: [{ id: "b" }, { id: "c" }] },
  };
  const all = await everyPage("agents", async (cursor = "") => pages[cursor] ?? { agents: [] });
  expect(all.map((one) => one.id)).toEqual(["a", "b", "c"]);
});

test("a list without an end is left", async () => {
  let reads = 0;
  await everyPage("agents", async () => ({ agents: [{ id: String(reads++) }], next: "more" }));
  expect(reads).toBe(25);
});

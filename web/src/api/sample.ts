// A server for the tests: what it is asked, and what each address answers.
import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

// An answer with a `status` of its own is a problem; `undefined` is an address that isn't there.
export function serve(answer: (asked: Asked) => unknown): Asked[] {
  const all: Asked[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const { pathname, searchParams } = new URL(url, "http://askd.test");
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : undefined;
    const asked = { method: init.method ?? "GET", path: pathname.replace("/api/v1", ""), query: searchParams, body };
    all.push(asked);
    const got = answer(asked);
    if (got === undefined) return new Response('{"title":"Not found"}', { status: 404 });
    return new Response(JSON.stringify(got), { status: 200 });
  });
  return all;
}

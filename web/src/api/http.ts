// One call to the server: JSON in and out, and every failure as one of two errors that a page can show.

export interface FieldError {
  pointer: string;
  detail: string;
}

// The server refused, and says why (RFC 9457).
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    readonly retryAfter = 0,
  ) {
    super(detail || title);
  }
}

// No answer came. What was sent may or may not have arrived.
export class Unreachable extends Error {
  constructor() {
    super("askd can't be reached.");
  }
}

const patience = 20_000;
let signedOut: () => void = () => {};

// Called when the server no longer knows this session.
export function onSignedOut(run: () => void): void {
  signedOut = run;
}

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, body);
  const content = await read(response);
  if (response.ok) return content as T;
  const problem = asProblem(response, content);
  if (problem.status === 401 && !path.startsWith("/people/")) signedOut();
  throw problem;
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: stop.signal,
    });
  } catch {
    throw new Unreachable();
  } finally {
    clearTimeout(timer);
  }
}

async function read(response: Response): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch {
    throw new Unreachable();
  }
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // A page of a proxy instead of askd's JSON: as good as no answer when it reports a gateway's trouble.
    if (response.status >= 502 && response.status <= 504) throw new Unreachable();
    return undefined;
  }
}

function asProblem(response: Response, content: unknown): Problem {
  const told = (typeof content === "object" && content !== null ? content : {}) as Partial<Problem>;
  return new Problem(
    response.status,
    told.title ?? `Error ${response.status}`,
    told.detail ?? "",
    Array.isArray(told.errors) ? told.errors : [],
    Number(response.headers.get("Retry-After")) || 0,
  );
}

// The sentence to show for any failure.
export function sentence(error: unknown): string {
  if (error instanceof Problem) {
    if (error.status >= 500 && !error.detail) return "askd couldn't do that just now. Try again in a moment.";
    return error.detail || error.title;
  }
  if (error instanceof Unreachable) return "askd can't be reached. Check your connection and try again.";
  return "Something went wrong in this page. Reload it and try again.";
}

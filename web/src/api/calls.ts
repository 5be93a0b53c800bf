// Every call that the inbox makes, by name.
import { call } from "./http";
import type { Ask, AuditRecord, Conversation, Invite, Me, Message, Notice, Person, Value } from "./types";

type Parameters = Record<string, string | number | undefined>;

function withQuery(path: string, parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

const part = encodeURIComponent;

export interface AskQuery {
  state: string;
  q?: string;
}

export const api = {
  me: () => call<Me>("GET", "/me"),
  signIn: (email: string, password: string) => call<unknown>("POST", "/people/sessions", { email, password }),
  signOut: () => call<void>("DELETE", "/people/sessions/current"),

  asks: (query: AskQuery, limit: number, cursor?: string) =>
    call<{ asks: Ask[]; next?: string }>("GET", withQuery("/asks", { ...query, limit, cursor })),
  ask: (id: string) => call<Ask>("GET", `/asks/${part(id)}`),
  answer: (id: string, value: Value, note: string | undefined) =>
    call<Ask>("POST", `/asks/${part(id)}/answer`, note ? { value, note } : { value }),

  conversation: (id: string) => call<Conversation>("GET", `/conversations/${part(id)}`),
  messages: (id: string, limit: number, after?: string) =>
    call<{ messages: Message[]; next?: string }>(
      "GET",
      withQuery(`/conversations/${part(id)}/messages`, { limit, after }),
    ),
  comment: (id: string, content: string) => call<Message>("POST", `/conversations/${part(id)}/messages`, { content }),

  notices: (limit: number, cursor?: string) =>
    call<{ notices: Notice[]; next?: string }>("GET", withQuery("/notices", { limit, cursor })),

  invitation: (token: string) => call<Invite>("GET", `/people/invites/${part(token)}`),
  accept: (body: { token: string; name?: string; email?: string; password?: string }) =>
    call<unknown>("POST", "/people/accept", body),
  invite: (body: { name?: string; email?: string; role?: string }) =>
    call<{ url: string; expires_at: string }>("POST", "/people/invites", body),
  people: () => call<{ people: Person[] }>("GET", "/people"),
  audit: (limit: number, before?: string) =>
    call<{ records: AuditRecord[]; next?: string }>("GET", withQuery("/audit", { limit, before })),
};

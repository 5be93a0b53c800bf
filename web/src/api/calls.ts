// Every call that the inbox makes, by name.
import { call } from "./http";
import type {
  AgentAccount,
  Answers,
  Ask,
  AuditRecord,
  Channel,
  Conversation,
  Invite,
  Me,
  Member,
  Message,
  Notice,
  Person,
  Post,
  Read,
  Rotated,
  Value,
} from "./types";

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

export interface PostQuery {
  before?: string;
  after?: string;
  q?: string;
}

export type MemberName = { person: string } | { agent: string };

export interface ChannelChange {
  description?: string;
  tags?: string[];
  answers?: Answers;
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

  channels: (limit: number, cursor?: string) =>
    call<{ channels: Channel[]; next?: string }>("GET", withQuery("/channels", { limit, cursor })),
  channel: (id: string) => call<Channel>("GET", `/channels/${part(id)}`),
  makeChannel: (body: { name: string; description?: string; tags?: string[] }) =>
    call<Channel>("POST", "/channels", body),
  changeChannel: (id: string, change: ChannelChange) => call<Channel>("PATCH", `/channels/${part(id)}`, change),
  members: (id: string) => call<{ members: Member[] }>("GET", `/channels/${part(id)}/members`),
  addMember: (id: string, name: MemberName) => call<Member>("POST", `/channels/${part(id)}/members`, name),
  removeMember: (id: string, name: MemberName) => call<void>("DELETE", `/channels/${part(id)}/members`, name),
  posts: (id: string, query: PostQuery, limit: number) =>
    call<{ messages: Post[]; next?: string }>("GET", withQuery(`/channels/${part(id)}/messages`, { ...query, limit })),
  post: (id: string, content: string) => call<Post>("POST", `/channels/${part(id)}/messages`, { content }),
  reads: () => call<{ reads: Read[] }>("GET", "/me/reads"),
  readTo: (channel_id: string, message_id: string) => call<Read>("PUT", "/me/reads", { channel_id, message_id }),

  agents: (limit: number, cursor?: string) =>
    call<{ agents: AgentAccount[]; next?: string }>("GET", withQuery("/agents", { limit, cursor })),
  revoke: (id: string) => call<void>("DELETE", `/agents/${part(id)}`),
  rotate: (id: string) => call<Rotated>("POST", `/agents/${part(id)}/rotate`, {}),

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

// Every call that the inbox makes, by name.
import { call } from "./http";
import type {
  AgentAccount,
  Answers,
  Ask,
  AuditRecord,
  Backend,
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

// Names are unique in a team only, and an id is looked up in one: without it, in the person's first.
export type ChannelKey = Pick<Channel, "id" | "team">;

type Told = Omit<Channel, "team">;

const inTeam =
  (team: string) =>
  (channel: Told): Channel => ({ ...channel, team });

function channelPath({ id, team }: ChannelKey, below = "", parameters: Parameters = {}): string {
  return withQuery(`/channels/${part(id)}${below}`, { ...parameters, team });
}

export type AgentKey = Pick<AgentAccount, "id" | "team">;

function agentPath({ id, team }: AgentKey, below = ""): string {
  return withQuery(`/agents/${part(id)}${below}`, { team });
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

  backends: () => call<{ backends: Backend[] }>("GET", "/backends"),

  channels: async (team: string, limit: number, cursor?: string) => {
    const page = await call<{ channels: Told[]; next?: string }>(
      "GET",
      withQuery("/channels", { limit, cursor, team }),
    );
    return { ...page, channels: page.channels.map(inTeam(team)) };
  },
  channel: (key: ChannelKey) => call<Told>("GET", channelPath(key)).then(inTeam(key.team)),
  makeChannel: (team: string, body: { name: string; description?: string; tags?: string[] }) =>
    call<Told>("POST", withQuery("/channels", { team }), body).then(inTeam(team)),
  changeChannel: (key: ChannelKey, change: ChannelChange) =>
    call<Told>("PATCH", channelPath(key), change).then(inTeam(key.team)),
  members: (key: ChannelKey) => call<{ members: Member[] }>("GET", channelPath(key, "/members")),
  addMember: (key: ChannelKey, name: MemberName) => call<Member>("POST", channelPath(key, "/members"), name),
  removeMember: (key: ChannelKey, name: MemberName) => call<void>("DELETE", channelPath(key, "/members"), name),
  posts: (key: ChannelKey, query: PostQuery, limit: number) =>
    call<{ messages: Post[]; next?: string }>("GET", channelPath(key, "/messages", { ...query, limit })),
  post: (key: ChannelKey, content: string) => call<Post>("POST", channelPath(key, "/messages"), { content }),
  reads: () => call<{ reads: Read[] }>("GET", "/me/reads"),
  readTo: (channel_id: string, message_id: string) => call<Read>("PUT", "/me/reads", { channel_id, message_id }),

  agents: (team: string, limit: number, cursor?: string) =>
    call<{ agents: AgentAccount[]; next?: string }>("GET", withQuery("/agents", { limit, cursor, team })),
  agent: (key: AgentKey) => call<AgentAccount>("GET", agentPath(key)),
  revoke: (key: AgentKey) => call<void>("DELETE", agentPath(key)),
  rotate: (key: AgentKey) => call<Rotated>("POST", agentPath(key, "/rotate"), {}),

  notices: (limit: number, cursor?: string) =>
    call<{ notices: Notice[]; next?: string }>("GET", withQuery("/notices", { limit, cursor })),

  invitation: (token: string) => call<Invite>("GET", `/people/invites/${part(token)}`),
  accept: (body: { token: string; name?: string; email?: string; password?: string }) =>
    call<unknown>("POST", "/people/accept", body),
  invite: (body: { name?: string; email?: string; role?: string }) =>
    call<{ url: string; expires_at: string }>("POST", "/people/invites", body),
  people: (team?: string) => call<{ people: Person[] }>("GET", withQuery("/people", { team })),
  audit: (limit: number, before?: string) =>
    call<{ records: AuditRecord[]; next?: string }>("GET", withQuery("/audit", { limit, before })),
};

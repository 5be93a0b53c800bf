// The shapes of the people's door, as the server names them.

export type AskState = "open" | "answered" | "expired" | "cancelled";
export type Urgency = "low" | "normal" | "high" | "critical";
export type Severity = "info" | "success" | "warning" | "error";
export type Assurance = "session" | "linked" | "token" | "room";
export type DecidedBy = "human" | "policy" | "grant" | "default";

export interface Option {
  value: string;
  label: string;
  style?: "primary" | "danger" | "default";
}

export interface Property {
  type?: "string" | "number" | "integer" | "boolean" | "array";
  title?: string;
  description?: string;
  format?: string;
  enum?: (string | number)[];
  enumNames?: string[];
  oneOf?: { const: string | number; title?: string }[];
  items?: Property;
  anyOf?: { const: string | number; title?: string }[];
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
}

export interface Schema {
  type?: "object";
  properties?: Record<string, Property>;
  required?: string[];
}

export interface ApprovalForm {
  kind: "approval";
  note?: boolean;
}
export interface ChoiceForm {
  kind: "choice";
  options: Option[];
  multiple?: boolean;
  note?: boolean;
}
export interface TextForm {
  kind: "text";
  multiline?: boolean;
  max_length?: number;
  placeholder?: string;
}
export interface FieldsForm {
  kind: "fields";
  schema: Schema;
  note?: boolean;
}
export type Form = ApprovalForm | ChoiceForm | TextForm | FieldsForm;

export type Value = string | string[] | Record<string, unknown>;

export interface Answer {
  value: Value;
  note?: string | null;
  by?: { person?: string; name?: string; assurance?: Assurance };
  decided_by?: DecidedBy;
  digest?: string;
  via?: { backend?: string; room?: string; link?: string };
  at?: string;
}

export interface Delivery {
  backend: string;
  room?: string;
  state: "queued" | "sent" | "failed" | "updated";
  link?: string;
  reason?: string;
}

export interface Agent {
  id: string;
  name: string;
}

export interface Ask {
  id: string;
  state: AskState;
  title: string;
  body?: string;
  body_html?: string;
  form: Form;
  to?: string[];
  urgency: Urgency;
  approvers?: string[];
  required?: number;
  context?: Record<string, unknown>;
  labels?: Record<string, unknown>;
  default?: { value: Value } | null;
  agent: Agent;
  team?: string;
  conversation: string;
  created_at: string;
  expires_at?: string | null;
  digest?: string;
  activity?: string;
  reach?: "all" | "some" | "none";
  answer?: Answer | null;
  answers?: Answer[];
  superseded_by?: string;
  supersedes?: string;
  reason?: string;
  deliveries?: Delivery[];
  url?: string;
  may_answer?: boolean;
  your_vote?: Answer | Value | null;
}

export interface Message {
  id: string;
  conversation_id: string;
  author_type: "agent" | "human" | "askd";
  author_name: string;
  content: string;
  content_html?: string;
  created_at: string;
  kind: "follow_up" | "comment" | "late_answer" | "notice";
  ask_id?: string;
  via?: { backend?: string; link?: string };
}

export interface Notice {
  id: string;
  title?: string;
  body?: string;
  body_html?: string;
  severity: Severity;
  agent?: Agent;
  conversation?: string;
  links?: { label: string; url: string }[];
  created_at: string;
}

export interface Conversation {
  id: string;
  agent: Agent;
  asks: Ask[];
  notices: Notice[];
}

export interface Me {
  kind: "person";
  id: string;
  name: string;
  email: string;
  role: "owner" | "member";
  team?: string;
  teams?: string[];
  version?: string;
}

export interface Invite {
  kind: "owner" | "invite" | "sign_in";
  team?: string;
  from?: string;
  name?: string;
  email?: string;
  expires_at?: string;
}

export interface Person {
  id: string;
  name: string;
  email?: string;
  role: "owner" | "member";
}

export interface AuditRecord {
  seq: number;
  at: string;
  fact: { kind: string; [key: string]: unknown };
  hash: string;
}

// Who may answer the asks of a channel; a list holds names such as "@ana".
export type Answers = "members" | "anyone" | string[];

export interface Channel {
  id: string;
  // The team in whose list it stands. The server finds a channel by its id only within one team.
  team: string;
  name: string;
  description: string;
  tags: string[];
  member: boolean;
  from_file: boolean;
  answers: Answers;
  people: number;
  agents: number;
  unread: number;
  mentioned: boolean;
  last: string | null;
}

export type MemberType = "human" | "agent";

export interface Member {
  type: MemberType;
  id: string;
  name: string;
}

export interface Post {
  id: string;
  channel_id: string;
  author_type: MemberType;
  author_id: string;
  author_name: string;
  content: string;
  content_html?: string;
  created_at: string;
  mentions: { type: string; id: string; name: string }[];
}

// How far this person has read a channel.
export interface Read {
  channel_id: string;
  message_id: string | null;
  unread: number;
  mentioned: boolean;
}

export interface Webhook {
  url: string;
  state: "active" | "failing" | "disabled";
  reason?: string;
}

// A platform that askd stands on, beside the inbox itself.
export interface Backend {
  name: string;
  state: "up" | "degraded" | "down";
  reason?: string;
}

export interface AgentAccount {
  id: string;
  name: string;
  description: string;
  class: string;
  team: string;
  capabilities: string[];
  channels: { id: string; name: string }[];
  tokens: { id: string; issued_at: string; expires_at: string | null }[];
  created_at: string;
  revoked_at: string | null;
  webhook: Webhook | null;
}

// The one time that a token is shown.
export interface Rotated {
  token: string;
  agent_id: string;
  expires_at: string | null;
  old_tokens_end_at: string | null;
}

export interface Hint {
  type: string;
  ask?: string;
  conversation?: string;
  channel?: string;
  message?: string;
  cursor?: string;
}

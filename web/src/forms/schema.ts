// Reads an agent's flat JSON Schema into the fields that a person fills in, and their text back into JSON.
import type { Property, Schema } from "../api/types";

export type FieldKind =
  | "text"
  | "email"
  | "url"
  | "date"
  | "datetime"
  | "number"
  | "integer"
  | "yesno"
  | "one"
  | "several";

export interface FieldOption {
  key: string; // what the page keeps
  value: string | number; // what is sent
  label: string;
}

export interface Field {
  name: string;
  label: string;
  hint: string;
  kind: FieldKind;
  required: boolean;
  multiline: boolean;
  options: FieldOption[];
  initial: string | string[];
  rule: Property;
}

export type Raw = Record<string, string | string[]>;
export type Faults = Record<string, string>;

const longText = 200;

function optionsOf(property: Property): FieldOption[] {
  const titled = property.oneOf ?? property.anyOf;
  if (titled) return titled.map((o) => ({ key: String(o.const), value: o.const, label: o.title ?? String(o.const) }));
  return (property.enum ?? []).map((value, index) => ({
    key: String(value),
    value,
    label: property.enumNames?.[index] ?? String(value),
  }));
}

function kindOf(property: Property): FieldKind {
  if (property.type === "array") return "several";
  if (property.enum || property.oneOf || property.anyOf) return "one";
  if (property.type === "boolean") return "yesno";
  if (property.type === "number" || property.type === "integer") return property.type;
  const formats: Record<string, FieldKind> = { email: "email", uri: "url", date: "date", "date-time": "datetime" };
  return formats[property.format ?? ""] ?? "text";
}

function initialOf(property: Property, kind: FieldKind): string | string[] {
  const given = property.default;
  if (kind === "several") return Array.isArray(given) ? given.map(String) : [];
  if (given === undefined || given === null) return "";
  if (kind === "datetime") return toLocal(String(given));
  return String(given);
}

// "delivery_date" and "deliveryDate" become "Delivery date".
export function spaced(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// The server keeps a schema in its canonical form, where the properties stand in the order of the alphabet. Only the
// list of what is needed still is in the agent's order, so that comes first, as the agent wrote it.
function ordered(schema: Schema): [string, Property][] {
  const rank = (name: string) => {
    const at = schema.required?.indexOf(name) ?? -1;
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  };
  const entries = Object.entries(schema.properties ?? {});
  return entries.sort(([a], [b]) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}

export function fieldsOf(schema: Schema): Field[] {
  return ordered(schema).map(([name, rule]) => {
    const kind = kindOf(rule);
    return {
      name,
      label: rule.title ?? spaced(name),
      hint: rule.description ?? "",
      kind,
      required: schema.required?.includes(name) ?? false,
      multiline: kind === "text" && !rule.format && (rule.maxLength ?? 0) > longText,
      options: optionsOf(kind === "several" ? (rule.items ?? {}) : rule),
      initial: initialOf(rule, kind),
      rule,
    };
  });
}

// A moment in UTC as the reader's own date and time, the way a datetime-local input wants it.
function toLocal(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

type Parsed = { value: unknown } | { fault: string } | undefined;

const length = (text: string) => [...text].length;

function parseNumber(field: Field, text: string): Parsed {
  const { minimum, maximum } = field.rule;
  if (/^[+-]?\d+,\d+$/.test(text)) return { fault: "Write the decimals behind a point, like 1.5." };
  const form = field.kind === "integer" ? /^[+-]?\d+$/ : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
  if (!form.test(text))
    return { fault: field.kind === "integer" ? "This must be a whole number." : "This must be a number." };
  const value = Number(text);
  if (!Number.isFinite(value)) return { fault: "This number is too large." };
  if (field.kind === "integer" && !Number.isSafeInteger(value)) return { fault: "This number is too large." };
  if (minimum !== undefined && value < minimum) return { fault: `This must be ${minimum} or more.` };
  if (maximum !== undefined && value > maximum) return { fault: `This must be ${maximum} or less.` };
  return { value };
}

// A pattern that this browser can't read is left to the server.
function fitsPattern(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return true;
  }
}

function parseText(field: Field, text: string): Parsed {
  const { minLength, maxLength, pattern } = field.rule;
  if (minLength !== undefined && length(text) < minLength) return { fault: `Write at least ${minLength} characters.` };
  if (maxLength !== undefined && length(text) > maxLength) {
    return { fault: `Write at most ${maxLength} characters; this has ${length(text)}.` };
  }
  if (field.kind === "email" && !/^[^\s@]+@[^\s@]+$/.test(text)) return { fault: "This must be an email address." };
  if (field.kind === "url" && !/^[a-z][a-z0-9+.-]*:\S+$/i.test(text)) {
    return { fault: "This must be a whole address, like https://example.com." };
  }
  if (field.kind === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(text)) return { fault: "This must be a date." };
  if (pattern !== undefined && !fitsPattern(pattern, text))
    return { fault: "This doesn't have the form that is asked for." };
  return { value: text };
}

function parseSeveral(field: Field, keys: readonly string[]): Parsed {
  const { minItems, maxItems } = field.rule;
  if (minItems !== undefined && keys.length < minItems) return { fault: `Pick at least ${minItems}.` };
  if (maxItems !== undefined && keys.length > maxItems) return { fault: `Pick at most ${maxItems}.` };
  return { value: field.options.filter((option) => keys.includes(option.key)).map((option) => option.value) };
}

// Undefined where the person left the field empty and may.
function parseField(field: Field, raw: string | string[] | undefined): Parsed {
  if (field.kind === "several") {
    const keys = Array.isArray(raw) ? raw : [];
    if (keys.length === 0 && !field.required) return undefined;
    return keys.length === 0 ? { fault: "Pick at least one." } : parseSeveral(field, keys);
  }
  const typed = typeof raw === "string" ? raw : "";
  const text = field.kind === "text" ? typed : typed.trim();
  if (text.trim() === "") {
    if (!field.required) return undefined;
    return { fault: field.kind === "one" || field.kind === "yesno" ? "Pick one." : "This is needed." };
  }
  switch (field.kind) {
    case "number":
    case "integer":
      return parseNumber(field, text);
    case "yesno":
      return { value: text === "true" };
    case "one": {
      const option = field.options.find((known) => known.key === text);
      return option ? { value: option.value } : { fault: "Pick one." };
    }
    case "datetime": {
      const at = new Date(text);
      return Number.isNaN(at.getTime()) ? { fault: "This must be a date and a time." } : { value: at.toISOString() };
    }
    default:
      return parseText(field, text);
  }
}

export function startingWith(fields: readonly Field[], typed: Raw = {}): Raw {
  return Object.fromEntries(fields.map((field) => [field.name, typed[field.name] ?? field.initial]));
}

// All faults at once, so that nobody has to send a form twice to learn of the second.
export function collect(fields: readonly Field[], raw: Raw): { value: Record<string, unknown>; faults: Faults } {
  const value: Record<string, unknown> = {};
  const faults: Faults = {};
  for (const field of fields) {
    const parsed = parseField(field, raw[field.name]);
    if (!parsed) continue;
    if ("fault" in parsed) faults[field.name] = parsed.fault;
    else value[field.name] = parsed.value;
  }
  return { value, faults };
}

// The server's faults carry JSON pointers such as "/value/amount".
export function faultsFrom(errors: readonly { pointer: string; detail: string }[]): { faults: Faults; rest: string[] } {
  const faults: Faults = {};
  const rest: string[] = [];
  for (const { pointer, detail } of errors) {
    const name = /^#?\/value\/([^/]+)/.exec(pointer)?.[1]?.replace(/~1/g, "/").replace(/~0/g, "~");
    if (name) faults[name] = detail;
    else rest.push(detail);
  }
  return { faults, rest };
}

// What people type about a channel, as the server wants it, and what the server says, as people read it.
import { Problem, sentence } from "../api/http";
import type { Answers, Channel } from "../api/types";

function parts(text: string): string[] {
  const all = text.split(",").map((one) => one.trim());
  return [...new Set(all.filter(Boolean))];
}

export function tagsOf(text: string): string[] {
  return parts(text);
}

// The sign belongs to the name, and nobody should have to know that.
export function namesOf(text: string): string[] {
  return parts(text).map((name) => (name.startsWith("@") ? name : `@${name}`));
}

export function channelName(text: string): string {
  const name = text.trim();
  return name === "" || name.startsWith("#") ? name : `#${name}`;
}

export function answersText(answers: Answers): string {
  if (answers === "members") return "Its members";
  if (answers === "anyone") return "Anyone in the team";
  return answers.length > 0 ? answers.join(", ") : "Nobody";
}

export function countsText({ people, agents }: Pick<Channel, "people" | "agents">): string {
  const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
  return `${counted(people, "person", "people")}, ${counted(agents, "agent", "agents")}`;
}

export interface Faults {
  // By the name of the field.
  fields: Record<string, string>;
  // What no field of this form is to blame for.
  rest: string;
}

export const noFaults: Faults = { fields: {}, rest: "" };

// A name that is taken is the name's fault, also where the server doesn't point at it.
export function faultsOf(failure: unknown, known: readonly string[]): Faults {
  if (!(failure instanceof Problem)) return { fields: {}, rest: sentence(failure) };
  if (failure.status === 409 && known.includes("name")) return { fields: { name: sentence(failure) }, rest: "" };
  const fields: Record<string, string> = {};
  const rest: string[] = [];
  for (const { pointer, detail } of failure.errors) {
    const name = pointer.replace(/^#?\//, "").split("/")[0] ?? "";
    if (known.includes(name)) fields[name] ??= detail;
    else rest.push(detail);
  }
  const pointed = failure.errors.length > 0;
  return { fields, rest: pointed ? rest.join(" ") : sentence(failure) };
}

// The teams of the person who is signed in, their first one in front, and who is in each.
import { api } from "../api/calls";
import { everyPage } from "../api/pages";
import type { AgentAccount, Me, Person } from "../api/types";
import { Store } from "./store";

// A server that names no team is asked without one.
const unnamed = "";
const longestPage = 200;

export const teams = new Store<readonly string[]>([unnamed]);
export const people = new Store<ReadonlyMap<string, readonly Person[]>>(new Map());

export function teamsOf(me: Pick<Me, "team" | "teams">): string[] {
  const named = new Set([me.team ?? unnamed, ...(me.teams ?? [])].filter((team) => team !== unnamed));
  return named.size > 0 ? [...named] : [unnamed];
}

export async function loadPeople(team: string): Promise<void> {
  const answer = await api.people(team);
  people.update((all) => new Map(all).set(team, answer.people));
}

// For those who own the team.
export function agentsOf(team: string): Promise<AgentAccount[]> {
  return everyPage("agents", (cursor) => api.agents(team, longestPage, cursor));
}

export function forgetTeams(): void {
  teams.set([unnamed]);
  people.set(new Map());
}

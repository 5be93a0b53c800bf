// Who is signed in here, and what follows from it: with a person comes the live connection, without one the door.
import { useEffect } from "preact/hooks";
import { api } from "../api/calls";
import { onSignedOut, Problem, sentence } from "../api/http";
import type { Me } from "../api/types";
import { startLive, stopLive } from "../live/live";
import { forgetAsks } from "./asks";
import { forgetChannels } from "./channels";
import { dropAll } from "./drafts";
import { forgetNotices } from "./notices";
import { Store, useStore } from "./store";
import { forgetTalks } from "./talks";
import { forgetTeams, loadPeople, people, teams, teamsOf } from "./teams";
import { forgetThreads } from "./threads";

export type Session =
  | { phase: "starting" }
  | { phase: "out" }
  | { phase: "unreachable"; error: string }
  | { phase: "in"; me: Me };

export const session = new Store<Session>({ phase: "starting" });

export async function start(): Promise<void> {
  try {
    const me = await api.me();
    teams.set(teamsOf(me));
    session.set({ phase: "in", me });
    startLive(check);
  } catch (error) {
    if (error instanceof Problem && (error.status === 401 || error.status === 403)) leave();
    else session.set({ phase: "unreachable", error: sentence(error) });
  }
}

// Asks whether the session still stands. A 401 ends it through `onSignedOut`; anything else is only a lost connection.
function check(): void {
  api.me().catch(() => {});
}

function leave(): void {
  if (session.get().phase === "out") return;
  stopLive();
  forgetAsks();
  forgetThreads();
  forgetNotices();
  forgetChannels();
  forgetTalks();
  forgetTeams();
  session.set({ phase: "out" });
}

onSignedOut(leave);

// Drafts go only when the person leaves on purpose: a session that ran out must not cost what was typed.
export async function signOut(): Promise<void> {
  await api.signOut();
  dropAll();
  leave();
}

// The team that people know by its name; the one that askd makes by itself has none worth showing.
export function shownTeam(team: string | undefined): string | undefined {
  return team === "default" ? undefined : team;
}

export function useMe(): Me | undefined {
  const now = session.get();
  return now.phase === "in" ? now.me : undefined;
}

// The teams that they own. What they are in another than their first one stands in its list of people only.
export function useOwned(): string[] {
  const me = useMe();
  const [first, ...others] = useStore(teams);
  const known = useStore(people);
  useEffect(() => {
    for (const team of others) if (!people.get().has(team)) loadPeople(team).catch(() => {});
  }, [others.join()]);
  const isOwner = (team: string) => known.get(team)?.some(({ id, role }) => id === me?.id && role === "owner");
  const owned = others.filter(isOwner);
  return first !== undefined && me?.role === "owner" ? [first, ...owned] : owned;
}

export function useOwns(team: string): boolean {
  return useOwned().includes(team);
}

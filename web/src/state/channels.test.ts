import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { serve } from "../api/sample";
import type { Read } from "../api/types";
import { sampleChannel } from "../channels/sample";
import {
  channelsState,
  forgetChannels,
  heldChannel,
  lastRead,
  loadChannels,
  loadReads,
  refreshChannel,
  removeMember,
} from "./channels";
import { forgetTeams, teams, teamsOf } from "./teams";

// What the server has: it doesn't say whose a channel is, and finds none in another team.
function untold(name: string, part: Parameters<typeof sampleChannel>[1] = {}) {
  const { team: _, ...told } = sampleChannel(name, part);
  return told;
}
const read = (name: string, part: Partial<Read> = {}): Read => ({
  channel_id: `ch_${name}`,
  message_id: null,
  unread: 0,
  mentioned: false,
  ...part,
});

let ofTeam: Record<string, ReturnType<typeof untold>[]>;
let reads: Read[];

function serveTeams() {
  return serve(({ path, query }) => {
    if (path === "/me/reads") return { reads };
    const channels = ofTeam[query.get("team") ?? ""] ?? [];
    if (path === "/channels") return { channels };
    if (path.endsWith("/members")) return { members: [] };
    return channels.find(({ id }) => path === `/channels/${id}`);
  });
}

const listed = (asked: { path: string }[]) => asked.filter(({ path }) => path === "/channels").length;

beforeEach(() => {
  ofTeam = { growth: [untold("general")], ops: [untold("pager", { unread: 2 })] };
  reads = [read("general"), read("pager", { unread: 2 })];
  teams.set(["growth", "ops"]);
});
afterEach(() => {
  forgetChannels();
  forgetTeams();
  vi.unstubAllGlobals();
});

test("a person's teams are each named once, their first one in front", () => {
  expect(teamsOf({ team: "ops", teams: ["growth", "ops"] })).toEqual(["ops", "growth"]);
  expect(teamsOf({ team: "ops" })).toEqual(["ops"]);
  expect(teamsOf({})).toEqual([""]);
});

test("the channels of all teams are there, each with its own", async () => {
  serveTeams();
  await loadChannels();
  expect([...channelsState.get().all.values()].map(({ name, team }) => [name, team])).toEqual([
    ["#general", "growth"],
    ["#pager", "ops"],
  ]);
  expect(heldChannel("ch_pager")?.unread).toBe(2);
});

test("one that nobody here knows yet is looked for in every team", async () => {
  serveTeams();
  await loadChannels();
  ofTeam.ops?.push(untold("night"));
  await refreshChannel("ch_night");
  expect(heldChannel("ch_night")?.team).toBe("ops");
  await refreshChannel("ch_nowhere");
  expect(heldChannel("ch_nowhere")).toBeUndefined();
});

test("marks of channels that no list tells don't read the lists again and again", async () => {
  const asked = serveTeams();
  reads.push(read("elsewhere", { unread: 1 }));
  await loadChannels();
  await loadReads();
  await loadReads();
  expect(listed(asked)).toBe(2);
  // One that the person has just come into does.
  reads.push(read("fresh"));
  ofTeam.growth?.push(untold("fresh"));
  await loadReads();
  expect(listed(asked)).toBe(4);
  expect(heldChannel("ch_fresh")).toBeDefined();
});

test("whoever comes in again doesn't see the marks of before", async () => {
  serveTeams();
  ofTeam.growth = [untold("general", { member: false })];
  reads = [read("general", { message_id: "msg_0001", unread: 7, mentioned: true })];
  await loadChannels();
  ofTeam.growth = [untold("general")];
  reads = [read("general", { message_id: "msg_0008" })];
  await refreshChannel("ch_general");
  expect(heldChannel("ch_general")).toMatchObject({ member: true, unread: 0, mentioned: false });
  expect(lastRead("ch_general")?.message_id).toBe("msg_0008");
});

test("whoever is put out is named by their id, in the channel's team", async () => {
  const asked = serveTeams();
  await loadChannels();
  const pager = heldChannel("ch_pager");
  if (!pager) throw new Error("no channel");
  await removeMember(pager, { type: "human", id: "per_2", name: "Ben" });
  const removed = asked.find(({ method }) => method === "DELETE");
  expect(removed).toMatchObject({ path: "/channels/ch_pager/members", body: { person: "per_2" } });
  expect(removed?.query.get("team")).toBe("ops");
});

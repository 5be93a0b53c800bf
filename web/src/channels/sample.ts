// A channel and a message for the tests.
import type { Channel, Post } from "../api/types";

export function sampleChannel(name: string, part: Partial<Channel> = {}): Channel {
  return {
    id: `ch_${name}`,
    team: "default",
    name: `#${name}`,
    description: "",
    tags: [],
    member: true,
    from_file: false,
    answers: "members",
    people: 1,
    agents: 0,
    unread: 0,
    mentioned: false,
    last: null,
    ...part,
  };
}

export function samplePost(number: number, part: Partial<Post> = {}): Post {
  const minute = String(number % 60).padStart(2, "0");
  return {
    id: `msg_${String(number).padStart(4, "0")}`,
    channel_id: "ch_general",
    author_type: "human",
    author_id: "psn_ana",
    author_name: "Ana",
    content: `Message ${number}`,
    created_at: `2026-03-11T10:${minute}:00.000Z`,
    mentions: [],
    ...part,
  };
}

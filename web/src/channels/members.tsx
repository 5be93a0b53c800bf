// Who is in a channel, and how somebody comes in or leaves.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { MemberName } from "../api/calls";
import { sentence } from "../api/http";
import type { Channel, Member } from "../api/types";
import { announce } from "../parts/announce";
import { ArmedButton } from "../parts/armed-button";
import { LineField } from "../parts/line-field";
import { Avatar, Failed, Fault, Skeleton, Spinner } from "../parts/small";
import { go } from "../router";
import { addMember, heldChannel, loadMembers, members, removeMember } from "../state/channels";
import { useMe, useOwns } from "../state/session";
import { useStore } from "../state/store";
import { agentsOf, loadPeople, people } from "../state/teams";
import { faultsOf } from "./words";

export function Members({ channel }: { channel: Channel }) {
  const there = useStore(members, (all) => all.get(channel.id));
  const [unreadable, setUnreadable] = useState("");
  const [error, setError] = useState("");
  const section = useRef<HTMLElement>(null);
  const read = () => {
    setUnreadable("");
    loadMembers(channel).catch((failure) => setUnreadable(sentence(failure)));
  };
  useEffect(read, [channel.id]);
  const remove = async (member: Member) => {
    setError("");
    try {
      await removeMember(channel, member);
      announce(`${member.name} has left ${channel.name}`);
      // Whoever left and may not look in any more has nothing to see here.
      if (!heldChannel(channel.id)) return go("/channels", { replace: true });
      // The button that had the focus is gone.
      section.current?.focus();
    } catch (failure) {
      setError(sentence(failure));
    }
  };
  const humans = there?.filter((member) => member.type === "human") ?? [];
  const agents = there?.filter((member) => member.type === "agent") ?? [];
  return (
    <section ref={section} class="about-part" aria-label="Members" tabIndex={-1}>
      {there ? (
        <>
          <MemberList title="People" list={humans} fixed={channel.from_file} onRemove={remove} />
          <MemberList title="Agents" list={agents} fixed={false} onRemove={remove} />
        </>
      ) : unreadable ? (
        <Failed text={unreadable} retry={read} />
      ) : (
        <Skeleton rows={2} />
      )}
      <Fault text={error} />
      <AddForm channel={channel} there={there ?? []} />
    </section>
  );
}

function nameOf(type: Member["type"], name: string): MemberName {
  return type === "agent" ? { agent: name } : { person: name };
}

// The agents whose tokens still count.
async function liveAgents(team: string): Promise<string[]> {
  return (await agentsOf(team)).filter((agent) => !agent.revoked_at).map((agent) => agent.name);
}

interface ListProps {
  title: string;
  list: readonly Member[];
  fixed: boolean;
  onRemove: (member: Member) => Promise<void>;
}

function MemberList({ title, list, fixed, onRemove }: ListProps) {
  const me = useMe();
  if (list.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="members" aria-label={title}>
        {list.map((member) => (
          <li key={member.id} data-testid="member">
            <Avatar name={member.name} />
            <span class="member-name">
              {member.name}
              {member.id === me?.id && <span class="faint"> you</span>}
            </span>
            {!fixed && (
              <ArmedButton
                label={member.id === me?.id ? "Leave" : "Remove"}
                confirm={member.id === me?.id ? "Really leave" : "Really remove"}
                name={member.id === me?.id ? "" : member.name}
                onPress={() => void onRemove(member)}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

// The names of those who may come in, as far as they may be known here; whom the server knows besides can be typed.
function useKnown(type: Member["type"], team: string, there: readonly Member[]): string[] {
  const owns = useOwns(team);
  const everybody = useStore(people, (all) => all.get(team));
  const [agents, setAgents] = useState<string[]>([]);
  useEffect(() => {
    if (type === "human") loadPeople(team).catch(() => {});
    else if (owns) liveAgents(team).then(setAgents, () => {});
  }, [type, team, owns]);
  const names = type === "human" ? (everybody ?? []).map((person) => person.name) : agents;
  const isIn = new Set(there.filter((member) => member.type === type).map((member) => member.name));
  return names.filter((name) => !isIn.has(name));
}

function AddForm({ channel, there }: { channel: Channel; there: readonly Member[] }) {
  const listId = useId();
  // The people of a channel that is declared in a file are declared there too; agents come and go here.
  const [type, setType] = useState<Member["type"]>(channel.from_file ? "agent" : "human");
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const known = useKnown(type, channel.team, there);
  const send = async (event: Event) => {
    event.preventDefault();
    const wanted = name.trim().replace(/^@/, "");
    if (busy || wanted === "") return;
    setBusy(true);
    setError("");
    try {
      const member = await addMember(channel, nameOf(type, wanted));
      setName("");
      announce(`${member.name} is in ${channel.name}`);
    } catch (failure) {
      const { fields, rest } = faultsOf(failure, ["person", "agent"]);
      setError(fields.person ?? fields.agent ?? rest);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="add-member" onSubmit={send} noValidate>
      <div class="field">
        <label class="field-label" for={`${listId}-type`}>
          Add
        </label>
        <select
          id={`${listId}-type`}
          class="input"
          value={type}
          onChange={(event) => setType(event.currentTarget.value === "agent" ? "agent" : "human")}
        >
          {!channel.from_file && <option value="human">Person</option>}
          <option value="agent">Agent</option>
        </select>
      </div>
      <LineField label="Name" value={name} fault={error} list={listId} onText={setName} />
      <datalist id={listId}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <button type="submit" class="button" aria-busy={busy}>
        {busy && <Spinner />}
        Add
      </button>
    </form>
  );
}

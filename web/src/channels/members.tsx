// Who is in a channel, and how somebody comes in or leaves.
import { useEffect, useId, useState } from "preact/hooks";
import { api, type MemberName } from "../api/calls";
import { sentence } from "../api/http";
import type { Channel, Member } from "../api/types";
import { announce } from "../parts/announce";
import { ArmedButton } from "../parts/armed-button";
import { LineField } from "../parts/line-field";
import { Avatar, Skeleton, Spinner } from "../parts/small";
import { go } from "../router";
import { addMember, heldChannel, loadMembers, members, removeMember } from "../state/channels";
import { useMe } from "../state/session";
import { useStore } from "../state/store";
import { faultsOf } from "./words";

export function Members({ channel }: { channel: Channel }) {
  const there = useStore(members, (all) => all.get(channel.id));
  const [error, setError] = useState("");
  useEffect(() => void loadMembers(channel.id).catch((failure) => setError(sentence(failure))), [channel.id]);
  const remove = async (member: Member) => {
    setError("");
    try {
      await removeMember(channel.id, nameOf(member.type, member.name));
      // Whoever left and may not look in any more has nothing to see here.
      if (!heldChannel(channel.id)) go("/channels", { replace: true });
      announce(`${member.name} has left ${channel.name}`);
    } catch (failure) {
      setError(sentence(failure));
    }
  };
  const people = there?.filter((member) => member.type === "human") ?? [];
  const agents = there?.filter((member) => member.type === "agent") ?? [];
  return (
    <section class="about-part" aria-label="Members">
      {there ? (
        <>
          <MemberList title="People" list={people} fixed={channel.from_file} onRemove={remove} />
          <MemberList title="Agents" list={agents} fixed={false} onRemove={remove} />
        </>
      ) : (
        !error && <Skeleton rows={2} />
      )}
      {error && (
        <p class="fault" role="alert">
          {error}
        </p>
      )}
      <AddForm channel={channel} />
    </section>
  );
}

function nameOf(type: Member["type"], name: string): MemberName {
  return type === "agent" ? { agent: name } : { person: name };
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

// The names that may be known here; whom the server knows besides can be typed.
function useKnown(type: Member["type"]): string[] {
  const me = useMe();
  const [known, setKnown] = useState<string[]>([]);
  useEffect(() => {
    setKnown([]);
    if (type === "human") {
      api.people().then(
        ({ people }) => setKnown(people.map((person) => person.name)),
        () => {},
      );
    } else if (me?.role === "owner") {
      api.agents(200).then(
        ({ agents }) => setKnown(agents.filter((agent) => !agent.revoked_at).map((agent) => agent.name)),
        () => {},
      );
    }
  }, [type]);
  return known;
}

function AddForm({ channel }: { channel: Channel }) {
  const listId = useId();
  // The people of a channel that is declared in a file are declared there too; agents come and go here.
  const [type, setType] = useState<Member["type"]>(channel.from_file ? "agent" : "human");
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const known = useKnown(type);
  const send = async (event: Event) => {
    event.preventDefault();
    const wanted = name.trim().replace(/^@/, "");
    if (busy || wanted === "") return;
    setBusy(true);
    setError("");
    try {
      const member = await addMember(channel.id, nameOf(type, wanted));
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

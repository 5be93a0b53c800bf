// Making a channel.
import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog";
import { LineField } from "../parts/line-field";
import { Fault, Spinner } from "../parts/small";
import { go } from "../router";
import { makeChannel } from "../state/channels";
import { useStore } from "../state/store";
import { teams } from "../state/teams";
import { channelName, type Faults, faultsOf, noFaults, tagsOf } from "./words";

export function NewChannel({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title="New channel" open={open} testId="new-channel" onClose={onClose}>
      {/* What was typed stays when it is closed by mistake. */}
      <MakeForm onMade={onClose} />
    </Dialog>
  );
}

function MakeForm({ onMade }: { onMade: () => void }) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [tags, setTags] = useState("");
  const all = useStore(teams);
  const [team, setTeam] = useState(all[0] ?? "");
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<Faults>(noFaults);
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    if (name.trim() === "") return setFaults({ fields: { name: "Give it a name." }, rest: "" });
    setBusy(true);
    setFaults(noFaults);
    try {
      const given = { description: description.trim() || undefined, tags: tags.trim() ? tagsOf(tags) : undefined };
      const channel = await makeChannel(team, { name: channelName(name), ...given });
      setName("");
      setDescription("");
      setTags("");
      onMade();
      go(`/channels/${channel.id}`);
    } catch (failure) {
      setFaults(faultsOf(failure, ["name", "description", "tags"]));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="fields" onSubmit={send} noValidate>
      <LineField
        label="Name"
        value={name}
        hint="Letters, digits, - _ and ., as in #research"
        fault={faults.fields.name}
        onText={setName}
      />
      {all.length > 1 && (
        <label class="field">
          <span class="field-label">Team</span>
          <select class="input" value={team} onChange={(event) => setTeam(event.currentTarget.value)}>
            {all.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      )}
      <LineField
        label="Description"
        value={description}
        hint="What it is for. Agents read it too."
        fault={faults.fields.description}
        onText={setDescription}
      />
      <LineField label="Tags" value={tags} hint="Separated by commas" fault={faults.fields.tags} onText={setTags} />
      <Fault text={faults.rest} />
      <button type="submit" class="button button-primary" aria-busy={busy}>
        {busy && <Spinner />}
        Make the channel
      </button>
    </form>
  );
}

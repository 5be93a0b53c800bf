// Making a channel.
import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog";
import { LineField } from "../parts/line-field";
import { Spinner } from "../parts/small";
import { go } from "../router";
import { makeChannel } from "../state/channels";
import { channelName, type Faults, faultsOf, noFaults, tagsOf } from "./words";

export function NewChannel({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title="New channel" open={open} testId="new-channel" onClose={onClose}>
      {open && <MakeForm onMade={onClose} />}
    </Dialog>
  );
}

function MakeForm({ onMade }: { onMade: () => void }) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [tags, setTags] = useState("");
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
      const channel = await makeChannel({ name: channelName(name), ...given });
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
      <LineField
        label="Description"
        value={description}
        hint="What it is for. Agents read it too."
        fault={faults.fields.description}
        onText={setDescription}
      />
      <LineField label="Tags" value={tags} hint="Separated by commas" fault={faults.fields.tags} onText={setTags} />
      {faults.rest && (
        <p class="fault" role="alert">
          {faults.rest}
        </p>
      )}
      <button type="submit" class="button button-primary" aria-busy={busy}>
        {busy && <Spinner />}
        Make the channel
      </button>
    </form>
  );
}

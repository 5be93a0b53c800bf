// What a channel is for, who may answer what is asked in it, and who is in it.
import { useState } from "preact/hooks";
import type { ChannelChange } from "../api/calls";
import type { Answers, Channel } from "../api/types";
import { announce } from "../parts/announce";
import { Dialog } from "../parts/dialog";
import { LineField } from "../parts/line-field";
import { Fault, Spinner } from "../parts/small";
import { changeChannel } from "../state/channels";
import { useOwns } from "../state/session";
import { Members } from "./members";
import { answersText, type Faults, faultsOf, namesOf, noFaults, tagsOf } from "./words";

interface AboutProps {
  channel: Channel;
  open: boolean;
  onClose: () => void;
}

export function About({ channel, open, onClose }: AboutProps) {
  return (
    <Dialog title={channel.name} open={open} testId="about-channel" onClose={onClose}>
      <div class="about">
        {channel.from_file ? <Declared channel={channel} /> : <Change channel={channel} />}
        {open && <Members channel={channel} />}
      </div>
    </Dialog>
  );
}

function Declared({ channel }: { channel: Channel }) {
  return (
    <section class="about-part">
      {channel.description && <p>{channel.description}</p>}
      <Tags tags={channel.tags} />
      <WhoAnswers answers={channel.answers} />
      <p class="hint">This channel is declared in the team’s file, and changed there. Agents come and go here.</p>
    </section>
  );
}

function Tags({ tags }: { tags: string[] }) {
  if (tags.length === 0) return null;
  return (
    <ul class="tags" aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag} class="tag">
          {tag}
        </li>
      ))}
    </ul>
  );
}

function WhoAnswers({ answers }: { answers: Answers }) {
  return (
    <p data-testid="who-answers">
      <span class="faint">Asks here are answered by: </span>
      {answersText(answers)}
    </p>
  );
}

type Kind = "members" | "anyone" | "list";

function kindOf(answers: Answers): Kind {
  return typeof answers === "string" ? answers : "list";
}

// What was written into the form. What wasn't touched follows the channel, so that it doesn't undo what somebody else
// changes meanwhile.
interface Written {
  description?: string;
  tags?: string;
  kind?: Kind;
  names?: string;
}

function Change({ channel }: { channel: Channel }) {
  const owns = useOwns(channel.team);
  const [written, setWritten] = useState<Written>({});
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<Faults>(noFaults);
  const write = (part: Written) => setWritten((before) => ({ ...before, ...part }));
  const description = written.description ?? channel.description;
  const tags = written.tags ?? channel.tags.join(", ");
  const kind = written.kind ?? kindOf(channel.answers);
  const names = written.names ?? (Array.isArray(channel.answers) ? channel.answers.join(", ") : "");
  const answers = kind === "list" ? namesOf(names) : kind;
  const change = changeOf(channel, { description: description.trim(), tags: tagsOf(tags), answers });
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || !change) return;
    setBusy(true);
    setFaults(noFaults);
    try {
      await changeChannel(channel, change);
      // Unless more was written while it was on its way.
      setWritten((now) => (now === written ? {} : now));
      announce("Saved");
    } catch (failure) {
      setFaults(faultsOf(failure, ["description", "tags", "answers"]));
    } finally {
      setBusy(false);
    }
  };
  const { fields, rest } = faults;
  return (
    <form class="fields about-part" onSubmit={send} noValidate>
      <LineField
        label="Description"
        value={description}
        fault={fields.description}
        onText={(text) => write({ description: text })}
      />
      <LineField
        label="Tags"
        value={tags}
        hint="Separated by commas"
        fault={fields.tags}
        onText={(text) => write({ tags: text })}
      />
      {owns ? (
        <AnswersField
          kind={kind}
          names={names}
          fault={fields.answers}
          onKind={(next) => write({ kind: next })}
          onNames={(text) => write({ names: text })}
        />
      ) : (
        <WhoAnswers answers={channel.answers} />
      )}
      <Fault text={rest} />
      <button type="submit" class="button" aria-busy={busy} aria-disabled={change ? undefined : "true"}>
        {busy && <Spinner />}
        Save
      </button>
    </form>
  );
}

// Only what is different, so that two people who change two things don't undo each other's.
function changeOf(channel: Channel, now: Required<ChannelChange>): ChannelChange | undefined {
  const change: ChannelChange = {};
  if (now.description !== channel.description) change.description = now.description;
  if (now.tags.join() !== channel.tags.join()) change.tags = now.tags;
  if (JSON.stringify(now.answers) !== JSON.stringify(channel.answers)) change.answers = now.answers;
  return Object.keys(change).length > 0 ? change : undefined;
}

interface AnswersProps {
  kind: Kind;
  names: string;
  fault: string | undefined;
  onKind: (kind: Kind) => void;
  onNames: (names: string) => void;
}

function AnswersField({ kind, names, fault, onKind, onNames }: AnswersProps) {
  return (
    <>
      <label class="field">
        <span class="field-label">Who may answer asks here</span>
        <select class="input" value={kind} onChange={(event) => onKind(event.currentTarget.value as Kind)}>
          <option value="members">Its members</option>
          <option value="anyone">Anyone in the team</option>
          <option value="list">Only those named</option>
        </select>
      </label>
      {kind === "list" ? (
        <LineField label="Their names" value={names} hint="Separated by commas" fault={fault} onText={onNames} />
      ) : (
        <Fault text={fault} />
      )}
    </>
  );
}

// The buttons on a card, for what one press can answer; other forms open the ask.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Ask, Option } from "../api/types";
import { armed, attempts, press } from "../forms/decide";
import { tallyOf } from "../forms/outcome";
import { Icon } from "../parts/icons";
import { Spinner } from "../parts/small";
import { go } from "../router";
import type { AskList } from "../state/asks";
import { Store, useStore } from "../state/store";
import { focusAnswer, focusDetail } from "./cursor";
import { TallyLine, Voted } from "./tally";

const still = new Store(false);

// The list that a card stands in. Right after something moved in it, its buttons don't count.
export const InList = createContext<AskList | undefined>(undefined);

const mostOnCard = 5;

export function QuickAnswer({ ask }: { ask: Ask }) {
  const { form } = ask;
  const tally = tallyOf(ask);
  if (tally?.mine !== undefined) return <Voted ask={ask} vote={tally.mine} />;
  return (
    <>
      <TallyLine ask={ask} />
      {ask.may_answer === false ? (
        <p class="card-quiet">Waiting for somebody else to answer</p>
      ) : form.kind === "approval" ? (
        <Approval ask={ask} />
      ) : form.kind === "choice" && !form.multiple && form.options.length <= mostOnCard ? (
        <Options ask={ask} options={form.options} />
      ) : (
        <Opener ask={ask} />
      )}
    </>
  );
}

export function Approval({ ask }: { ask: Ask }) {
  return (
    <div class="actions actions-approval">
      <DecideButton ask={ask} value="deny" label="Deny" look="quiet-danger" icon="cross" />
      <DecideButton ask={ask} value="approve" label="Approve" look="approve" icon="check" />
    </div>
  );
}

function Options({ ask, options }: { ask: Ask; options: Option[] }) {
  const looks = { primary: "primary", danger: "danger", default: "plain" };
  return (
    <div class="actions actions-choice">
      {options.map((option, index) => (
        <DecideButton
          key={option.value}
          ask={ask}
          value={option.value}
          label={option.label}
          look={looks[option.style ?? "default"] ?? "plain"}
          digit={index + 1}
        />
      ))}
    </div>
  );
}

interface DecideProps {
  ask: Ask;
  value: string;
  label: string;
  look: string;
  icon?: "check" | "cross";
  digit?: number;
}

// A button that decides. It keeps its size while it waits for the second press or for the server.
export function DecideButton({ ask, value, label, look, icon, digit }: DecideProps) {
  const attempt = useStore(attempts, (all) => all.get(ask.id));
  const isArmed = useStore(armed, (now) => now?.id === ask.id && now.value === value);
  const list = useContext(InList);
  const settling = useStore(list?.settling ?? still);
  const sending = attempt?.phase === "sending";
  const mine = sending && attempt.value === value;
  const off = sending || settling;
  return (
    <button
      type="button"
      class={`button button-${look} ${isArmed ? "button-armed" : ""}`}
      aria-disabled={off ? "true" : undefined}
      aria-busy={mine ? "true" : undefined}
      aria-describedby={`title-${ask.id}`}
      data-value={value}
      onClick={() => {
        if (!off) press(ask, value);
      }}
    >
      {mine ? <Spinner /> : icon ? <Icon name={icon} /> : digit !== undefined && <kbd class="digit">{digit}</kbd>}
      <span class="button-label">{isArmed ? `Confirm: ${label.toLowerCase()}` : label}</span>
    </button>
  );
}

function Opener({ ask }: { ask: Ask }) {
  const { form } = ask;
  const label =
    form.kind === "text"
      ? "Write an answer"
      : form.kind === "fields"
        ? "Fill in"
        : form.kind === "choice"
          ? `Choose from ${form.options.length}`
          : "Open";
  const open = () => {
    go(`/asks/${ask.id}`);
    requestAnimationFrame(() => {
      if (!focusAnswer()) focusDetail();
    });
  };
  return (
    <div class="actions">
      <button type="button" class="button button-plain" aria-describedby={`title-${ask.id}`} onClick={open}>
        {label}
        <Icon name="chevron" />
      </button>
    </div>
  );
}

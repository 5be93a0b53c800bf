// A button for what is hard to take back: the first press only arms it, and it forgets that after a while.
import { useEffect, useState } from "preact/hooks";

interface ArmedProps {
  label: string;
  // What the second press does, in words of its own.
  confirm: string;
  name: string;
  onPress: () => void;
}

const armedFor = 5000;
// A double tap is no second thought.
const notBefore = 400;

export function ArmedButton({ label, confirm, name, onPress }: ArmedProps) {
  const [armedAt, setArmedAt] = useState(0);
  useEffect(() => {
    if (armedAt === 0) return;
    const timer = setTimeout(() => setArmedAt(0), armedFor);
    return () => clearTimeout(timer);
  }, [armedAt]);
  const press = () => {
    if (armedAt === 0) return setArmedAt(Date.now());
    if (Date.now() - armedAt < notBefore) return;
    setArmedAt(0);
    onPress();
  };
  return (
    <button
      type="button"
      class={`button button-small button-quiet-danger ${armedAt ? "button-armed" : ""}`}
      onClick={press}
    >
      <span>
        {armedAt ? confirm : label}
        {name && <span class="unseen"> {name}</span>}
      </span>
    </button>
  );
}

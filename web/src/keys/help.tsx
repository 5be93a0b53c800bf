// The list of keys, behind "?".
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icons";
import { Store, useStore } from "../state/store";

const helpOpen = new Store(false);

export function showHelp(): void {
  helpOpen.set(true);
}

const rows: [string[], string][] = [
  [["j", "k"], "Next and previous ask"],
  [["Enter"], "Open it"],
  [["a"], "Approve"],
  [["d"], "Deny"],
  [["1", "9"], "Pick an option by its number"],
  [["r"], "Write the answer"],
  [["n"], "Add a note to the answer"],
  [["c"], "Comment"],
  [["Ctrl Enter"], "Send what you wrote"],
  [["/"], "Search"],
  [["g"], "Then i, h, n: inbox, history, notices"],
  [["Esc"], "Back"],
  [["?"], "This list"],
];

export function Help() {
  const open = useStore(helpOpen);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="help-title"
      onClose={() => helpOpen.set(false)}
      data-testid="help"
    >
      <header class="dialog-head">
        <h2 id="help-title">Keys</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={() => helpOpen.set(false)}>
          <Icon name="cross" />
        </button>
      </header>
      <dl class="keys">
        {rows.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && <span class="faint"> {meaning.startsWith("Pick") ? "–" : "/"} </span>}
                  <kbd>{key}</kbd>
                </span>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p class="faint">Single keys can be switched off under Settings. A critical ask wants its key twice.</p>
    </dialog>
  );
}

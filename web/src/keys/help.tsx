// The list of keys, behind "?".
import { Dialog } from "../parts/dialog";
import { Store, useStore } from "../state/store";

const helpOpen = new Store(false);

export function showHelp(): void {
  helpOpen.set(true);
}

const rows: [string[], string][] = [
  [["j", "k"], "Next and previous ask or channel"],
  [["Enter"], "Open it"],
  [["a"], "Approve"],
  [["d"], "Deny"],
  [["1", "9"], "Pick an option by its number"],
  [["r"], "Write the answer"],
  [["n"], "Add a note to the answer"],
  [["c"], "Comment, or write in the channel"],
  [["Ctrl Enter"], "Send what you wrote"],
  [["/"], "Search"],
  [["g"], "Then i, h, c, n: inbox, history, channels, notices"],
  [["Esc"], "Back"],
  [["?"], "This list"],
];

export function Help() {
  const open = useStore(helpOpen);
  return (
    <Dialog title="Keys" open={open} testId="help" onClose={() => helpOpen.set(false)}>
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
    </Dialog>
  );
}

// Sending what a person wrote. What was typed stays until the server has it.
import { useState } from "preact/hooks";
import { sentence } from "../api/http";
import { draftOf, drafts, keep } from "../state/drafts";
import { useStore } from "../state/store";

export interface Sending {
  text: string;
  busy: boolean;
  error: string;
  write: (text: string) => void;
  send: () => Promise<void>;
}

// `id` names the draft, and `post` brings it to the server and shows what came back.
export function useSending(id: string, post: (content: string) => Promise<void>): Sending {
  const text = useStore(drafts, (all) => all.get(id)?.comment ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const send = async () => {
    const content = text.trim();
    if (busy || content === "") return;
    setBusy(true);
    setError("");
    try {
      await post(content);
      // What was typed meanwhile is the next comment.
      if (draftOf(id).comment?.trim() === content) keep(id, { comment: "" });
    } catch (failure) {
      setError(sentence(failure));
    } finally {
      setBusy(false);
    }
  };
  return { text, busy, error, write: (next) => keep(id, { comment: next }), send };
}

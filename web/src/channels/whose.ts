// Whose a channel is, and what for.
import type { Channel } from "../api/types";
import { useStore } from "../state/store";
import { teams } from "../state/teams";

// Names are unique in a team only: who is in several needs to know whose a channel is.
export function useAbout({ team, description }: Channel): string {
  const several = useStore(teams).length > 1;
  return [several ? team : "", description].filter(Boolean).join(" · ");
}

// A conversation by itself, with everything that was asked in it.
import { AgentName } from "../parts/small";
import { Page } from "../shell/page";
import { useStore } from "../state/store";
import { threads } from "../state/threads";
import { ThreadOf } from "../thread/thread";

export function ConversationPage({ id }: { id: string }) {
  const agent = useStore(threads, (all) => all.get(id)?.agent);
  return (
    <Page title="Conversation" back="/" aside={agent && <AgentName agent={agent} />}>
      <ThreadOf key={id} id={id} />
    </Page>
  );
}

// All notices, newest first.
import { useEffect } from "preact/hooks";
import { Empty, Failed, Skeleton } from "../parts/small";
import { Page } from "../shell/page";
import { loadNotices, moreNotices, noticesState } from "../state/notices";
import { sawNotice } from "../state/prefs";
import { useStore } from "../state/store";
import { NoticeCard } from "./notice-card";

export function Notices() {
  const { notices, next, phase, error } = useStore(noticesState);
  useEffect(() => void loadNotices(), []);
  useEffect(() => {
    const newest = notices[0];
    if (newest) sawNotice(newest.created_at);
  }, [notices]);
  return (
    <Page title="Notices">
      {phase === "failed" ? (
        <Failed text={error} retry={() => void loadNotices()} />
      ) : phase !== "ready" ? (
        <Skeleton rows={4} />
      ) : notices.length === 0 ? (
        <Empty icon="bell" title="No notices">
          <p>What agents report without asking appears here.</p>
        </Empty>
      ) : (
        <div class="stack">
          {notices.map((notice) => (
            <NoticeCard key={notice.id} notice={notice} />
          ))}
        </div>
      )}
      {next !== undefined && (
        <div class="more">
          {error && <p role="alert">{error}</p>}
          <button type="button" class="button button-plain" onClick={() => void moreNotices()}>
            Show more
          </button>
        </div>
      )}
    </Page>
  );
}

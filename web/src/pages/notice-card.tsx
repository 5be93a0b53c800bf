// One notice: what an agent wants people to know.
import type { Notice } from "../api/types";
import { Icon, type IconName } from "../parts/icons";
import { AgentName, Ago, Prose } from "../parts/small";

const marks: Record<Notice["severity"], IconName> = {
  info: "info",
  success: "check",
  warning: "warning",
  error: "cross",
};

const web = /^https?:\/\//;

export function NoticeCard({ notice, inThread = false }: { notice: Notice; inThread?: boolean }) {
  const links = (notice.links ?? []).filter((link) => web.test(link.url));
  return (
    <article class={`notice notice-${notice.severity}`} data-testid="notice">
      <span class="notice-mark" role="img" aria-label={notice.severity}>
        <Icon name={marks[notice.severity] ?? "info"} />
      </span>
      <div class="notice-text">
        <p class="notice-head">
          {notice.agent && <AgentName agent={notice.agent} />}
          <span class="push" />
          <Ago at={notice.created_at} />
        </p>
        {notice.title && <h2>{notice.title}</h2>}
        <Prose html={notice.body_html} fallback={notice.body} />
        {(links.length > 0 || (!inThread && notice.conversation)) && (
          <p class="notice-links">
            {links.map((link) => (
              <a key={link.url} href={link.url} target="_blank" rel="noopener noreferrer">
                {link.label}
              </a>
            ))}
            {!inThread && notice.conversation && <a href={`/conversations/${notice.conversation}`}>Reply</a>}
          </p>
        )}
      </div>
    </article>
  );
}

// What else is known about an ask: its context, its deliveries, and the rest behind one press.
import type { ComponentChildren } from "preact";
import type { Ask, Delivery } from "../api/types";
import { cell, labelOf, placeOf, troubleOf } from "../forms/outcome";
import { Icon } from "../parts/icons";
import { full } from "../time/format";

const web = /^https?:\/\/\S+$/;

function Linked({ text }: { text: string }) {
  if (!web.test(text)) return <>{text}</>;
  return (
    <a href={text} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}

export function Context({ ask }: { ask: Ask }) {
  const rows = Object.entries(ask.context ?? {});
  if (rows.length === 0) return null;
  return (
    <dl class="table" aria-label="Context">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Linked text={cell(value)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function TroubleBanner({ ask }: { ask: Ask }) {
  const trouble = troubleOf(ask);
  if (!trouble) return null;
  return (
    <div class="banner banner-warning" role="note" data-testid="trouble">
      <Icon name="warning" />
      <p>
        {trouble.lines.map((line) => `${line.replace(/\.$/, "")}. `)}
        {trouble.onlyHere && <strong>This ask is only here.</strong>}
      </p>
    </div>
  );
}

const deliveryWords: Record<Delivery["state"], string> = {
  queued: "on its way",
  sent: "delivered",
  failed: "failed",
  updated: "delivered and updated",
};

function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const inbox = delivery.backend === "inbox";
  const words = deliveryWords[delivery.state] ?? delivery.state;
  return (
    <li class={`delivery delivery-${delivery.state}`}>
      <span>
        {placeOf(delivery.backend)}
        {!inbox && delivery.room ? ` (${delivery.room})` : ""}: {inbox ? "here" : words}
        {delivery.state === "failed" && delivery.reason ? `, ${delivery.reason}` : ""}
      </span>{" "}
      {delivery.link && web.test(delivery.link) && (
        <a href={delivery.link} target="_blank" rel="noopener noreferrer">
          see it there
        </a>
      )}
    </li>
  );
}

export function Facts({ ask }: { ask: Ask }) {
  const row = (name: string, value: ComponentChildren) => (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
  const labels = Object.entries(ask.labels ?? {}).map(([name, value]) => `${name}: ${cell(value)}`);
  return (
    <details class="facts">
      <summary>
        <Icon name="chevron" />
        Details
      </summary>
      <dl class="table table-small">
        {row("Asked", full(ask.created_at))}
        {ask.expires_at && row("Expires", full(ask.expires_at))}
        {ask.default && row("If nobody answers", labelOf(ask, ask.default.value))}
        {ask.to && ask.to.length > 0 && row("To", ask.to.join(", "))}
        {ask.approvers && ask.approvers.length > 0 && row("Approvers", ask.approvers.join(", "))}
        {(ask.required ?? 1) > 1 && row("Votes needed", ask.required)}
        {labels.length > 0 && row("Labels", labels.join(", "))}
        {ask.team && row("Team", ask.team)}
        {ask.supersedes && row("Replaces", <a href={`/asks/${ask.supersedes}`}>an older ask</a>)}
        {ask.deliveries &&
          ask.deliveries.length > 0 &&
          row(
            "Deliveries",
            <ul class="bare">
              {ask.deliveries.map((delivery) => (
                <DeliveryLine key={`${delivery.backend} ${delivery.room}`} delivery={delivery} />
              ))}
            </ul>,
          )}
        {row("Conversation", <a href={`/conversations/${ask.conversation}`}>everything in it</a>)}
        {ask.digest && row("Digest", <code>{ask.digest}</code>)}
        {row("Id", <code>{ask.id}</code>)}
      </dl>
    </details>
  );
}

// A page that is no list of asks: a title and what is under it.
import type { ComponentChildren } from "preact";
import { Icon } from "../parts/icons";
import { countText, useOpenCount, useTitle } from "../parts/title";
import { back as goBack } from "../router";
import { LinkState } from "./link-state";

interface PageProps {
  title: string;
  back?: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Page({ title, back, aside, children }: PageProps) {
  const counted = useOpenCount();
  useTitle(title, counted);
  return (
    <main class="page" data-scroller>
      <header class="page-head">
        {back && (
          <button type="button" class="icon-button back" aria-label="Back" onClick={() => goBack(back)}>
            <Icon name="back" />
          </button>
        )}
        <h1 tabIndex={-1}>{title}</h1>
        {aside}
        <span class="push" />
        <span class="unseen">{countText(counted)} open asks</span>
        <LinkState />
      </header>
      <div class="page-body">{children}</div>
    </main>
  );
}

// The body of an ask as a line or two of plain text for a card, marked where it was cut.

export interface Cut {
  text: string;
  cut: boolean;
}

export function plainOf(html: string): string {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const block of parsed.querySelectorAll("p,li,br,pre,h1,h2,h3,h4,h5,h6,blockquote,tr")) block.append(" ");
  for (const item of parsed.querySelectorAll("li")) item.prepend("· ");
  return (parsed.body.textContent ?? "").replace(/\s+/g, " ").trim();
}

export function cutAt(text: string, most: number): Cut {
  const characters = [...text];
  if (characters.length <= most) return { text, cut: false };
  const head = characters.slice(0, most).join("");
  const space = head.lastIndexOf(" ");
  return { text: `${(space > most * 0.5 ? head.slice(0, space) : head).trimEnd()}…`, cut: true };
}

// The headings in an agent's text stand below those of the page, whose one first heading isn't the agent's.
export function lowered(html: string): string {
  return html.replace(
    /<(\/?)h([1-6])(?=[\s>])/g,
    (_tag, slash, level) => `<${slash}h${Math.min(6, Number(level) + 2)}`,
  );
}

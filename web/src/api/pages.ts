// Reads a list to its end.

const mostPages = 25;

type Page<Noun extends string, T> = { [noun in Noun]: T[] } & { next?: string };

// Each entry once, also where the list changed between two pages. A list that never ends is left after a while.
export async function everyPage<Noun extends string, T extends { id: string }>(
  noun: Noun,
  read: (cursor: string | undefined) => Promise<Page<Noun, T>>,
): Promise<T[]> {
  const found = new Map<string, T>();
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await read(cursor);
    for (const one of page[noun]) found.set(one.id, one);
    cursor = page.next;
    if (cursor === undefined) break;
  }
  return [...found.values()];
}

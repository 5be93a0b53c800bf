// What is on screen now, and reads that may fail without a word.

// Counts `id` in until the returned function is called.
export function counted(map: Map<string, number>, id: string): () => void {
  map.set(id, (map.get(id) ?? 0) + 1);
  return () => {
    const left = (map.get(id) ?? 1) - 1;
    if (left > 0) map.set(id, left);
    else map.delete(id);
  };
}

export async function quietly(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch {
    // What may not be seen any more, or a connection that just broke: the next gap reads everything again.
  }
}

// The order in which things were made. ULIDs settle what the clock can't.
interface Made {
  id: string;
  created_at: string;
}

export function byCreation(a: Made, b: Made): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

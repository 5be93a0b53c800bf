// Text as people look for it: "Büro", "BURO" and "buro" are one.
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

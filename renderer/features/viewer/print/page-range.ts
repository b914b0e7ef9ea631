/** Reads "1-3, 7" as page numbers in the order of the document; null when it is not understood or leads out of it. */
export function readPageRange(text: string, pageCount: number): number[] | null {
  const pages = new Set<number>();
  const parts = text.split(/[,;]/).map((part) => part.trim());
  for (const part of parts) {
    const found = /^(\d+)(?:\s*[-–—]\s*(\d+))?$/.exec(part);
    const from = Number(found?.[1]);
    const to = Number(found?.[2] ?? found?.[1]);
    if (!found || from < 1 || to > pageCount || from > to) return null;
    for (let page = from; page <= to; page += 1) pages.add(page);
  }
  return [...pages].toSorted((left, right) => left - right);
}

// How the pages of letters are parted and put together. Pure.

/** Pages 1 to `pageCount` in parts, each beginning with a page of `starts`. */
export function partsOf(pageCount: number, starts: ReadonlySet<number>): number[][] {
  const parts: number[][] = [];
  for (let page = 1; page <= pageCount; page += 1) {
    if (page === 1 || starts.has(page)) parts.push([]);
    parts.at(-1)?.push(page);
  }
  return parts;
}

/** The list with the entry at `from` one place up (-1) or down (1); at the ends it stays. */
export function moved<Entry>(entries: readonly Entry[], from: number, by: 1 | -1): Entry[] {
  const to = from + by;
  const entry = entries[from];
  if (entry === undefined || to < 0 || to >= entries.length) return [...entries];
  return entries.toSpliced(from, 1).toSpliced(to, 0, entry);
}

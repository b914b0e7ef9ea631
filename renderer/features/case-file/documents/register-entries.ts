import type { Id } from '../../../../core/domain/ids.ts';
import type { CaseCover } from '../case-words.ts';

/** Which part of the file the list shows; both null: everything. */
export type Place = { registerId: Id | null; keywordId: Id | null };

/** A line of the tree as it is shown now. */
export type TreeEntry = {
  key: string;
  level: 1 | 2;
  name: string;
  count: number;
  place: Place;
  /** null: nothing below it. */
  isOpen: boolean | null;
};

type Register = { id: Id; number: number; name: string };

/** The lines of the tree: everything, then registers that hold something, below open ones their keywords. */
export function treeEntries(
  cover: Pick<CaseCover, 'documentCount' | 'registers'>,
  registers: readonly Register[],
  keywordName: (id: string) => string,
  openIds: ReadonlySet<string>,
): TreeEntry[] {
  const entries: TreeEntry[] = [
    {
      key: 'all',
      level: 1,
      name: 'Alle Dokumente',
      count: cover.documentCount,
      place: { registerId: null, keywordId: null },
      isOpen: null,
    },
  ];
  for (const register of registers.toSorted((a, b) => a.number - b.number)) {
    const counts = cover.registers.find(({ registerId }) => registerId === register.id);
    if (!counts || counts.count === 0) continue;
    const isOpen = openIds.has(register.id);
    const { id: registerId, number, name } = register;
    const place = { registerId, keywordId: null };
    entries.push({ key: registerId, level: 1, name: `${number} ${name}`, count: counts.count, place, isOpen });
    if (!isOpen) continue;
    const keywords = counts.keywords
      .filter(({ count }) => count > 0)
      .map(({ keywordId, count }) => ({ keywordId, count, name: keywordName(keywordId) }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'de'));
    for (const { keywordId, count, name: keyword } of keywords) {
      entries.push({
        key: `${registerId}/${keywordId}`,
        level: 2,
        name: keyword,
        count,
        place: { registerId, keywordId },
        isOpen: null,
      });
    }
  }
  return entries;
}

/** The key under which a place stands in the tree. */
export function keyOfPlace({ registerId, keywordId }: Place): string {
  if (registerId === null) return 'all';
  return keywordId === null ? registerId : `${registerId}/${keywordId}`;
}

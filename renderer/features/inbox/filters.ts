import { foldGerman } from '../../../core/domain/folding.ts';
import { dayOf } from '../../../core/domain/moments.ts';
import type { OutputOf } from '../../shared/backend.tsx';

type Row = OutputOf<'inbox', 'list'>['rows'][number];
export type FilterName = 'unread' | 'sure' | 'noCase' | 'deadline' | 'followUp' | 'free';
/** Days since it came. */
export const ages = [3, 7, 14] as const;
export type Age = (typeof ages)[number];
export type Filters = {
  words: string;
  names: ReadonlySet<FilterName>;
  source: Row['source'] | null;
  olderThan: Age | null;
};

export const noFilters: Filters = { words: '', names: new Set(), source: null, olderThan: null };

/** Who looks, and on which day. */
export type Viewer = { workerId: string | null; today: string };

/** What each filter lets through. `free`: nobody else works on it. */
export const filterRules: Record<FilterName, { title: string; isMet: (row: Row, workerId: string | null) => boolean }> =
  {
    unread: { title: 'Neu', isMet: (row) => row.isUnread },
    sure: { title: 'Sicher', isMet: (row) => row.caseConfidence === 'sure' && row.keywordConfidence === 'sure' },
    noCase: { title: 'Ohne Akte', isMet: (row) => row.caseConfidence === 'none' },
    deadline: { title: 'Mit Frist', isMet: (row) => row.nextDeadline !== null },
    followUp: { title: 'Wiedervorlage', isMet: (row) => row.isAfterFollowUp },
    free: { title: 'Frei', isMet: (row, workerId) => row.claimedById === null || row.claimedById === workerId },
  };
export const filterNames = Object.keys(filterRules) as FilterName[];

export const isFiltering = ({ words, names, source, olderThan }: Filters): boolean =>
  words.trim() !== '' || names.size > 0 || source !== null || olderThan !== null;

/**
 * The letters that meet all filters; words are looked for in title, sender, file and keyword, in any spelling of umlauts. The one that is
 * shown stays: a letter must not go from the list because it was looked at.
 */
export function filtered<Letter extends Row>(
  rows: readonly Letter[],
  filters: Filters,
  { shownId, ...viewer }: Viewer & { shownId: string | null },
): Letter[] {
  if (!isFiltering(filters)) return [...rows];
  const words = foldGerman(filters.words).split(' ').filter(Boolean);
  return rows.filter((row) => row.itemId === shownId || isMet(row, { ...filters, wanted: words }, viewer));
}

/** Whether a letter meets the filters by itself. */
export function isShown(rows: readonly Row[], filters: Filters, viewer: Viewer, itemId: string): boolean {
  return filtered(rows, filters, { ...viewer, shownId: null }).some((row) => row.itemId === itemId);
}

/** Whether a letter came more than so many days before today. */
export function isOlderThan(row: Pick<Row, 'deliveredAt'>, age: Age, today: string): boolean {
  return Math.round((Date.parse(today) - Date.parse(dayOf(row.deliveredAt))) / 86_400_000) > age;
}

function isMet(
  row: Row,
  { source, names, wanted, olderThan }: Filters & { wanted: string[] },
  { workerId, today }: Viewer,
): boolean {
  if (olderThan !== null && !isOlderThan(row, olderThan, today)) return false;
  if (source !== null && row.source !== source) return false;
  for (const name of names) if (!filterRules[name].isMet(row, workerId)) return false;
  if (wanted.length === 0) return true;
  const { title, sender, proposedCaseTitle, proposedKeywordName } = row;
  const text = foldGerman([title, sender, proposedCaseTitle, proposedKeywordName].filter(Boolean).join(' '));
  return wanted.every((word) => text.includes(word));
}

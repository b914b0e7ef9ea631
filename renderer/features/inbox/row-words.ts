import type { OutputOf } from '../../shared/backend.tsx';
import { formatDay } from '../../shared/format.ts';

type Row = OutputOf<'inbox', 'list'>['rows'][number];

/** Where a letter would be filed: `Petersen, Anna · Mietbescheinigung`, `nicht zugeordnet, 3 mögliche Akten · Schlagwort offen`. */
export function placeWords(
  row: Pick<Row, 'proposedCaseTitle' | 'candidateCount' | 'proposedKeywordName' | 'keywordConfidence'>,
): string {
  const { proposedCaseTitle, candidateCount, proposedKeywordName, keywordConfidence } = row;
  const candidates = candidateCount === 1 ? '1 mögliche Akte' : `${candidateCount} mögliche Akten`;
  const file = proposedCaseTitle ?? `nicht zugeordnet, ${candidateCount > 0 ? candidates : 'Akte unbekannt'}`;
  const keyword = keywordConfidence === 'none' ? null : proposedKeywordName;
  return `${file} · ${keyword ?? 'Schlagwort offen'}`;
}

/** Who wrote it and when, as far as known: `03.11.2026 · Wohnungsbau Husum`. */
export function letterWords({ sender, letterDate }: Pick<Row, 'sender' | 'letterDate'>): string {
  const parts = [letterDate && formatDay(letterDate), sender].filter((part) => part !== null && part !== '');
  return parts.length > 0 ? parts.join(' · ') : 'Absender und Datum unbekannt';
}

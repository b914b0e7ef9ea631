import type { CommandArgs } from '../../core/commands/registry.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { keywordNames } from '../../db/queries/names.ts';
import type { Overlap } from '../../db/queries/overlaps.ts';
import { readRecord } from '../../db/records.ts';
import { mayInScope } from '../../db/scopes.ts';
import { type OpenDesk, perform } from '../context.ts';
import { fieldWords, readableValue } from '../documents/history-words.ts';
import type { FieldInWords } from './content-words.ts';
import { type OverlapWords, whenByOther, whoHas } from './overlap-words.ts';

type Document = BodyOf<'document'>;

/** Words of hers about a document that do not stand: a letter filed by two, or a field changed by two. */
export function documentOverlap(desk: OpenDesk, overlap: Overlap): OverlapWords {
  const document = documentOf(desk, overlap);
  const [who, when] = [whoHas(desk, overlap), whenByOther(desk, overlap)];
  const isFiling = overlap.cause === 'filedAgain';
  const what = document ? ` von „${document.title}“` : ' eines Dokuments';
  const change = changeToOwn(desk, overlap, document);
  return {
    label: isFiling ? 'Ablegen' : 'Angaben geändert',
    message: isFiling
      ? `${who} dasselbe Schreiben ${when} in diese Akte abgelegt. Abweichende Angaben von Ihnen gelten nicht, sie stehen im Verlauf.`
      : `${who} die Angaben${what} ${when} geändert, ohne Ihre Änderung zu kennen. Beide stehen im Verlauf.`,
    content: contentOf(desk, overlap, document),
    change: change && {
      action: 'useOwn',
      label: 'Meine Angaben einsetzen',
      run: () => perform(desk, 'setDocumentDetails', change),
    },
  };
}

/** The document as it is now, as far as she may see it. */
function documentOf(desk: OpenDesk, { caseFileId, targetId }: Overlap): Document | null {
  const { db } = desk.store;
  return mayInScope(db, caseFileId, 'read', desk.now()) ? readRecord(db, 'document', caseFileId, targetId) : null;
}

/** Hers, and beside it what stands now. */
function contentOf(desk: OpenDesk, overlap: Overlap, document: Record<string, unknown> | null): FieldInWords[] {
  const { db } = desk.store;
  const keywords = keywordNames(db);
  const say = (field: string, value: unknown) =>
    readableValue(db, keywords, field, typeof value === 'string' && value !== '' ? value : null) ?? '–';
  return Object.entries(overlap.values).flatMap(([field, value]) => {
    const words = fieldWords[field] ?? field;
    const own = { field: words, value: say(field, value) };
    return document ? [own, { field: `${words}, jetzt gültig`, value: say(field, document[field]) }] : [own];
  });
}

/** The command that puts in what she had given; null when it stands already or she may not. */
function changeToOwn(
  desk: OpenDesk,
  { caseFileId, targetId: documentId, values }: Overlap,
  document: Document | null,
): CommandArgs<'setDocumentDetails'> | null {
  if (!document || document.state === 'moved') return null;
  if (!mayInScope(desk.store.db, caseFileId, 'write', desk.now())) return null;
  const fields = Object.keys(values) as (keyof Document & string)[];
  const differing = fields.filter((field) => (document[field] ?? '') !== values[field]);
  if (differing.length === 0) return null;
  const before = Object.fromEntries(differing.map((field) => [field, document[field]]));
  const after = Object.fromEntries(differing.map((field) => [field, values[field] || null]));
  return { caseFileId, documentId, before, after } as CommandArgs<'setDocumentDetails'>;
}

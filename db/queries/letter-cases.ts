import type { Id } from '../../core/domain/ids.ts';
import { nameKey } from '../../core/letters/find-names.ts';
import { compactNumber } from '../../core/letters/find-references.ts';
import type { LetterFinds } from '../../core/letters/letter-finds.ts';
import type { CaseFacts } from '../../core/letters/weigh-finds.ts';
import { idText } from '../record-tables.ts';
import { readChildren, readRecord } from '../records.ts';
import { all, type ReadableDb } from '../sql.ts';
import { isReadableNow, type Viewer } from './viewer.ts';

/** A name or birthday that leads to more files than anybody would look through leads nowhere. */
const mostFiles = 100;

const readable = (table: string) =>
  `FROM ${table} JOIN scope ON scope.id = ${table}.scope_id AND scope.kind = 'c' WHERE ${isReadableNow}`;

/** The case files on this desk that anything in a letter may lead to, and `others`, with their facts; rather too many than too few. */
export function findLetterCases(
  db: ReadableDb,
  viewer: Viewer,
  finds: LetterFinds,
  others: readonly Id[] = [],
): CaseFacts[] {
  const found = new Set<Id>(others);
  const numbers = new Set([...finds.numbers, ...finds.references].map(({ number }) => number));
  if (finds.coverNumber) numbers.add(finds.coverNumber);
  for (const row of all<{ id: Buffer; number: string }>(
    db,
    `SELECT case_file.scope_id AS id, file_number AS number ${readable('case_file')}`,
    viewer.now,
  )) {
    if (numbers.has(compactNumber(row.number))) found.add(idText(row.id));
  }
  for (const id of byPeople(db, viewer, finds, numbers)) found.add(id);
  return [...found].flatMap((caseFileId) => factsOf(db, caseFileId) ?? []);
}

function byPeople(db: ReadableDb, viewer: Viewer, finds: LetterFinds, numbers: ReadonlySet<string>): Id[] {
  const days = new Set<string>(finds.dates.map(({ day }) => day));
  const names = new Set(finds.names.map(({ key }) => key));
  const byNumber: Id[] = [];
  const others = new Set<Id>();
  type Row = { id: Buffer; number: string | null; day: string | null; given: string; family: string };
  const rows = all<Row>(
    db,
    `SELECT person.scope_id AS id, customer_number AS number, birth_date AS day, given_name AS given, family_name AS family
     ${readable('person')}`,
    viewer.now,
  );
  for (const { id, number, day, given, family } of rows) {
    if (number && numbers.has(compactNumber(number))) byNumber.push(idText(id));
    else if ((day && days.has(day)) || names.has(nameKey(given, family))) others.add(idText(id));
  }
  return others.size > mostFiles ? byNumber : [...byNumber, ...others];
}

function factsOf(db: ReadableDb, caseFileId: Id): CaseFacts | null {
  const caseFile = readRecord(db, 'caseFile', caseFileId, caseFileId);
  if (!caseFile) return null;
  const bodies = <Kind extends 'household' | 'person'>(kind: Kind, parentId: Id) =>
    readChildren(db, kind, caseFileId, parentId).map(({ body }) => body);
  const households = caseFile.householdId ? [readRecord(db, 'household', caseFileId, caseFile.householdId)] : [];
  return {
    ...{ caseFileId, caseFile },
    households: households.filter((household) => household !== null),
    persons: caseFile.householdId ? bodies('person', caseFile.householdId) : [],
  };
}

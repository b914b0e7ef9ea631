import type { Id } from '../../../core/domain/ids.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import type { LetterFinds } from '../../../core/letters/letter-finds.ts';
import type { CaseFacts } from '../../../core/letters/weigh-finds.ts';
import type { Queryable } from '../../store/database.ts';

// Each statement has its index: migrations/0030-letters.sql.

/** More files than anybody would look through are no find; a name borne by more says nothing alone. */
const mostFiles = 100;

const byFileNumber = `select scope_id from record
  where kind = 'caseFile' and not deleted and letter_number_key(body ->> 'fileNumber') = any ($1::text[]) limit ${mostFiles}`;
const byCustomerNumber = `select scope_id from record
  where kind = 'person' and not deleted and letter_number_key(body ->> 'customerNumber') = any ($1::text[]) limit ${mostFiles}`;
const byBirthDate = `select scope_id from record
  where kind = 'person' and not deleted and body ->> 'birthDate' = any ($1::text[]) limit 1000`;
const byName = `select scope_id from record
  where kind = 'person' and not deleted and letter_name_key(body ->> 'givenName', body ->> 'familyName') = any (
    select distinct letter_name_key(split_part(name, ' ', 1), substr(name, strpos(name, ' ') + 1)) from unnest($1::text[]) as name)
  limit ${mostFiles}`;
const byMail = `select scope_id from record
  where kind = 'household' and not deleted and lower(body ->> 'mail') = any ($1::text[]) limit ${mostFiles}`;

/** The case files that anything in a letter may lead to, and `others`, with their facts; rather too many than too few. */
export async function findCaseFiles(
  database: Queryable,
  finds: LetterFinds,
  others: readonly Id[],
): Promise<CaseFacts[]> {
  const numbers = [
    ...finds.numbers.map(({ number }) => number),
    ...finds.references.map(({ number }) => number),
    ...(finds.coverNumber ? [finds.coverNumber] : []),
  ];
  const questions: [string, string[]][] = [
    [byFileNumber, numbers],
    [byCustomerNumber, numbers],
    [byBirthDate, finds.dates.map(({ day }) => day)],
    [byName, finds.names.map(({ key }) => key)],
    [byMail, finds.mailAddress ? [finds.mailAddress] : []],
  ];
  const answers = await Promise.all(
    questions.map(async ([statement, keys]) => {
      if (keys.length === 0) return [];
      const { rows } = await database.query<{ scope_id: Id }>(statement, [[...new Set(keys)]]);
      return rows.map((row) => row.scope_id);
    }),
  );
  return readCaseFacts(database, [...new Set([...answers.flat(), ...others])]);
}

/** What is known of these case files; those that are none (or gone) are left out. */
export async function readCaseFacts(database: Queryable, caseFileIds: readonly Id[]): Promise<CaseFacts[]> {
  if (caseFileIds.length === 0) return [];
  type Row = { scope_id: Id; kind: 'caseFile' | 'household' | 'person'; body: unknown };
  const { rows } = await database.query<Row>(
    `select scope_id, kind, body from record
     where scope_id = any ($1::uuid[]) and kind in ('caseFile', 'household', 'person') and not deleted order by scope_id, id`,
    [caseFileIds],
  );
  return [...Map.groupBy(rows, (row) => row.scope_id)].flatMap(([caseFileId, own]) => {
    const bodies = <Body>(kind: Row['kind']) => own.filter((row) => row.kind === kind).map((row) => row.body as Body);
    const [caseFile] = bodies<BodyOf<'caseFile'>>('caseFile');
    if (!caseFile) return [];
    return [
      {
        caseFileId,
        caseFile,
        households: bodies<BodyOf<'household'>>('household'),
        persons: bodies<BodyOf<'person'>>('person'),
      },
    ];
  });
}

import type { Id } from '../../../core/domain/ids.ts';
import type { LetterFinds } from '../../../core/letters/letter-finds.ts';
import type { LearnedReference } from '../../../core/letters/weigh-finds.ts';
import type { Queryable } from '../../store/database.ts';
import { referenceOf } from '../proposals/learn-filed.ts';
import { readSalt } from '../proposals/model-tables.ts';

/** A number in more files than this is the number of an office, not of a case. */
const mostFiles = 5;

/** The case files in whose documents the file numbers of a letter stand. */
export async function findLearned(database: Queryable, { references }: LetterFinds): Promise<LearnedReference[]> {
  if (references.length === 0) return [];
  const salt = await readSalt(database);
  const numbers = new Map(references.map(({ number }) => [referenceOf(number, salt), number]));
  const { rows } = await database.query<{ reference: number; case_file_ids: Id[] }>(
    `select reference, array_agg(distinct case_file_id) as case_file_ids from letter_reference
     where reference = any ($1::bigint[]) group by reference having count(distinct case_file_id) <= ${mostFiles}`,
    [[...numbers.keys()]],
  );
  return rows.flatMap(({ reference, case_file_ids: caseFileIds }) =>
    caseFileIds.map((caseFileId) => ({
      ...{ number: numbers.get(reference) ?? '', caseFileId },
      caseFiles: caseFileIds.length,
    })),
  );
}

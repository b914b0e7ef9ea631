import { foldGerman } from '../../core/domain/folding.ts';
import { normaliseFileNumber, parseFileNumber } from '../../core/domain/file-number.ts';
import { isId } from '../../core/domain/id-text.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import type { Queryable } from '../store/database.ts';

export type FoundCaseFile = { id: Id; body: BodyOf<'caseFile'> };
export type FoundKeyword = { id: Id; body: BodyOf<'keyword'>; isProtected: boolean };

/** The case file a message means: by its id, or by a number as people write it; null when there is none. */
export async function findCaseFile(database: Queryable, named: string | null): Promise<FoundCaseFile | null> {
  if (named === null) return null;
  const id = named.toLowerCase();
  const { rows } = isId(id)
    ? await database.query<FoundCaseFile>(
        `select id, body from record where scope_id = $1 and kind = 'caseFile' and id = $1 and not deleted`,
        [id],
      )
    : await database.query<FoundCaseFile>(
        `select id, body from record where kind = 'caseFile' and not deleted and body ->> 'fileNumber' = $1 order by id limit 2`,
        [parseFileNumber(named)?.fileNumber ?? normaliseFileNumber(named)],
      );
  return rows.length === 1 ? (rows[0] ?? null) : null; // two files of one number: somebody has to look
}

/** The keyword of that name which is valid on `day`; null when the house has none. */
export async function findKeyword(database: Queryable, name: string | null, day: string): Promise<FoundKeyword | null> {
  if (name === null) return null;
  const wanted = foldGerman(name.trim());
  return (await keywordsOn(database, day)).find(({ body }) => foldGerman(body.name) === wanted) ?? null;
}

/** All keywords that are valid on `day`. */
export async function keywordsOn(database: Queryable, day: string): Promise<FoundKeyword[]> {
  const { rows } = await database.query<{ id: Id; body: BodyOf<'keyword'>; register: BodyOf<'register'> | null }>(
    `select keyword.id, keyword.body, register.body as register from record keyword
     left join record register on register.scope_id = keyword.scope_id and register.kind = 'register'
       and register.id = (keyword.body ->> 'registerId')::uuid and not register.deleted
     where keyword.scope_id = $1 and keyword.kind = 'keyword' and not keyword.deleted`,
    [houseScopeId],
  );
  return rows
    .filter(({ body }) => isValidOn(body, day))
    .map(({ id, body, register }) => ({
      ...{ id, body },
      isProtected: body.rules.isProtected || register?.isProtected === true,
    }));
}

const isValidOn = ({ validFrom, validTo }: BodyOf<'keyword'>, day: string): boolean =>
  validFrom <= day && (validTo === null || day <= validTo);

/** The worker a Fachverfahren names by sign, name ("Jensen", "Jensen, Eike", "Eike Jensen") or log-in; null when that is not one person. */
export async function findWorker(database: Queryable, named: string | null): Promise<Id | null> {
  if (named === null || named.trim() === '') return null;
  const { rows } = await database.query<{ id: Id; body: BodyOf<'worker'>; login: string | null }>(
    `select record.id, record.body, account.login from record left join account on account.worker_id = record.id
     where record.scope_id = $1 and record.kind = 'worker' and not record.deleted`,
    [houseScopeId],
  );
  const wanted = foldGerman(named.trim());
  const active = rows.filter(({ body }) => body.isActive && (body.role === 'worker' || body.role === 'teamLead'));
  const ways: ((row: (typeof active)[number]) => boolean)[] = [
    ({ login }) => login === named.trim().toLowerCase(),
    ({ body }) => body.signature === named.trim(),
    ({ body: { familyName, givenName } }) =>
      [`${familyName}, ${givenName}`, `${givenName} ${familyName}`].some((name) => foldGerman(name) === wanted),
    ({ body }) => foldGerman(body.familyName) === wanted,
  ];
  for (const isMeant of ways) {
    const found = active.filter(isMeant);
    if (found.length > 0) return found.length === 1 ? (found[0]?.id ?? null) : null;
  }
  return null;
}

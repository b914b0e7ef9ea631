import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { inboxesFor } from '../../core/letters/choose-inbox.ts';
import { basketAt } from '../intake/routing/baskets.ts';
import { readHouse, withoutExcluded } from '../intake/routing/find-inbox.ts';
import type { FachverfahrenIntake } from './fachverfahren-intake.ts';
import type { FoundCaseFile } from './house-facts.ts';

/**
 * The Postkorb for a document that is not filed at once: of whoever is responsible for the file (or stands in), without those kept out of
 * it; for a document without a file the basket for what belongs to nobody known. Null when the house has none.
 */
export async function inboxFor(
  { database, baskets }: Pick<FachverfahrenIntake, 'database' | 'baskets'>,
  caseFile: FoundCaseFile | null,
): Promise<{ id: Id; name: string } | null> {
  const house = await readHouse(database);
  const found = caseFile ? await withoutExcluded(database, caseFile.id, inboxesFor(house, caseFile.body.workerId)) : [];
  const inboxId = found[0]?.inboxId ?? basketAt(house, null, baskets)?.inboxId;
  if (!inboxId) return null;
  const { rows } = await database.query<{ body: BodyOf<'inbox'> }>(
    `select body from record where scope_id = $1 and kind = 'inbox' and id = $2 and not deleted`,
    [houseScopeId, inboxId],
  );
  return { id: inboxId, name: rows[0]?.body.name ?? '' };
}

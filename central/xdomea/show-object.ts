import { asId, type Id } from '../../core/domain/ids.ts';
import { levelsIn } from '../store/access.ts';
import { type ObjectOutcome, specificAnswers } from './answers.ts';
import type { FachverfahrenIntake } from './fachverfahren-intake.ts';
import type { FachverfahrenMessage } from './fachverfahren-messages.ts';
import { findWorker } from './house-facts.ts';

const codes = specificAnswers['0602'];

/** Asks the desks of the worker who asked in the Fachverfahren to show a file or document; she sees only what she may read. */
export async function showObject(
  intake: FachverfahrenIntake,
  message: Extract<FachverfahrenMessage, { kind: '0602' }>,
): Promise<ObjectOutcome> {
  const failed = (code: string, sentence: string): ObjectOutcome => ({
    ...{ numberInBatch: null, madeId: null, place: '', isDone: false, problem: { code, sentence } },
  });
  const workerId = await findWorker(intake.database, message.head.creator);
  if (!workerId) return failed(codes.cannotBeOpened, 'Die Erstellerkennung ist in der E-Akte nicht bekannt.');
  const found = await findShown(intake, message.shownId);
  // Whether it does not exist or she may not see it is not told apart.
  const levels = found ? await levelsIn(intake.database, workerId, [found.caseFileId]) : new Map();
  const level = found ? levels.get(found.caseFileId) : undefined;
  if (!found || level === undefined || level === 'deliver') {
    return failed(codes.unknownId, 'Eine Akte oder ein Dokument mit dieser ID gibt es hier nicht.');
  }
  intake.announce({ scopes: [], workers: [], shows: [{ workerId, ...found }] });
  return {
    numberInBatch: null,
    madeId: message.shownId,
    place: 'Am Arbeitsplatz angezeigt',
    isDone: true,
    problem: null,
  };
}

async function findShown(
  { database }: FachverfahrenIntake,
  shownId: string,
): Promise<{ caseFileId: Id; documentId: Id | null } | null> {
  const { rows } = await database.query<{ scope_id: Id; kind: string; id: Id }>(
    `select scope_id, kind, id from record where id = $1 and kind in ('caseFile', 'document') and not deleted
     order by kind limit 1`,
    [asId(shownId.toLowerCase())],
  );
  const [row] = rows;
  if (!row) return null;
  return { caseFileId: row.scope_id, documentId: row.kind === 'document' ? row.id : null };
}

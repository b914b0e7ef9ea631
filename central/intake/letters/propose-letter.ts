import type { LetterProposal, LetterToPropose } from '../../../core/contract/station-shapes.ts';
import { isEnough } from '../../../core/domain/levels.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { levelsIn } from '../../store/access.ts';
import type { Queryable } from '../../store/database.ts';
import { proposeFiling } from '../proposals/propose-filing.ts';
import { candidatesFor, NoInboxError, routeDocument, type Routing } from '../routing/routing.ts';

/** Who asks; `inboxId`: the Postkorb the letter lies in. */
type Asking = { workerId: Id; inboxId: Id | null };

/** How a letter may be filed, from what this office has filed before, and into which file. Nothing is kept of it. */
export async function proposeLetter(
  database: Queryable,
  letter: LetterToPropose,
  { workerId, inboxId }: Asking,
): Promise<LetterProposal> {
  const { pages, isMail, receivedOn, sender } = letter;
  const filing = await proposeFiling(database, { pages, coverSheet: null, isMail, receivedOn });
  const routing = await routeDocument(database, {
    ...{ pages, coverSheet: null, receivedOn, sender },
    ...{ station: null, baskets: [] },
    ...(inboxId ? { liesIn: inboxId } : {}),
  }).catch((error: unknown): null => {
    if (error instanceof NoInboxError) return null;
    throw error;
  });
  return {
    ...filing,
    proposedCase: await readableCase(database, routing, workerId),
    candidates: candidatesFor(routing),
  };
}

/** The same for a letter that lies nowhere yet: whoever may make up its text must not learn by it which files there are. */
export async function proposeForDesk(
  database: Queryable,
  letter: LetterToPropose,
  workerId: Id,
): Promise<LetterProposal> {
  const { candidates = [], ...proposal } = await proposeLetter(database, letter, { workerId, inboxId: null });
  const levels = await levelsIn(
    database,
    workerId,
    candidates.map(({ caseFileId }) => caseFileId),
  );
  const readable = candidates.filter(({ caseFileId }) => isEnough(levels.get(caseFileId) ?? null, 'read'));
  return { ...proposal, candidates: readable };
}

/** Only a file that is sure and that she may read is named. */
async function readableCase(
  database: Queryable,
  routing: Routing | null,
  workerId: Id,
): Promise<LetterProposal['proposedCase']> {
  const sure = routing?.candidates.find(({ caseFileId }) => caseFileId === routing.caseFileId);
  if (!sure) return null;
  const levels = await levelsIn(database, workerId, [sure.caseFileId]);
  if (!isEnough(levels.get(sure.caseFileId) ?? null, 'read')) return null;
  const { caseFileId, fileNumber, title, explanation } = sure;
  return {
    ...{ caseFileId, fileNumber: fileNumber.slice(0, 60), title: title.slice(0, 200) },
    ...{ confidence: 'sure', explanation: explanation.slice(0, 300) },
  };
}

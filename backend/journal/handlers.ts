import type { DeskHandlers } from '../../core/contract/desk.ts';
import { workerNames } from '../../db/queries/names.ts';
import { type BackendContext, requireReadable } from '../context.ts';
import { journalWords } from './journal-words.ts';

/** Who did what in a case file, as the centre keeps it; newest first. */
export function journalHandlers(context: BackendContext): DeskHandlers['journal'] {
  return {
    list: async ({ caseFileId, documentId }) => {
      const desk = context.desk();
      requireReadable(desk, caseFileId, 'Akte');
      const entries = await desk.centre.readJournal(caseFileId);
      const nameOf = workerNames(desk.store.db);
      const rows = entries
        .filter((entry) => documentId === null || entry.targetId === documentId)
        .map((entry) => ({
          number: entry.number,
          at: entry.at,
          // The centre itself took over what came from elsewhere.
          actorName: entry.action === 'imported' ? 'Zentrale' : nameOf(entry.actorId),
          action: entry.action,
          words: journalWords(entry.action),
          reason: entry.reason,
        }));
      return { rows: rows.sort((left, right) => right.number - left.number) };
    },
  };
}

import type { DeskHandlers } from '../../core/contract/desk.ts';
import type { AccessProblem } from '../../core/contract/access-events.ts';
import { documentTitle } from '../../db/queries/document-detail.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import { type NameOf, workerNames } from '../../db/queries/names.ts';
import { allSubstitutions, chainInWords, chainsOf } from '../../db/queries/substitutions.ts';
import { type BackendContext, requireReadable } from '../context.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { ReadableDb } from '../../db/sql.ts';
import { journalWords } from './journal-words.ts';

const accessWords: Record<string, string> = {
  opened: 'Akte geöffnet',
  read: 'Dokument angesehen',
  printed: 'Dokument gedruckt',
  saved: 'Dokument gespeichert',
};
const problemWords: Record<AccessProblem, string> = {
  gap: 'Davor fehlen Einträge dieses Arbeitsplatzes.',
  fork: 'Dieser Arbeitsplatz wurde kopiert oder zurückgesetzt.',
  changed: 'Der Eintrag wurde auf dem Arbeitsplatz verändert.',
};

/** Who did what in a case file, as the centre keeps it; newest first. */
export function journalHandlers(context: BackendContext): DeskHandlers['journal'] {
  return {
    accesses: async ({ caseFileId }) => {
      const desk = context.desk();
      requireReadable(desk, caseFileId, 'Akte');
      const entries = await desk.centre.readAccessLog(caseFileId);
      const nameOf = workerNames(desk.store.db);
      return {
        rows: entries.map(({ row, atDesk, workerId, action, targetId, problem }) => {
          const title = targetId === caseFileId ? null : documentTitle(desk.store.db, caseFileId, targetId);
          const words = accessWords[action] ?? 'Angesehen';
          return {
            ...{ row, at: atDesk, workerName: nameOf(workerId) },
            words: title ? `${words}: ${title}` : words,
            problem: problem && problemWords[problem],
          };
        }),
      };
    },
    list: async ({ caseFileId, documentId }) => {
      const desk = context.desk();
      requireReadable(desk, caseFileId, 'Akte');
      const entries = await desk.centre.readJournal(caseFileId);
      const nameOf = workerNames(desk.store.db);
      const onBehalf = substitutionsAt(desk.store.db, caseFileId, nameOf);
      const rows = entries
        .filter((entry) => documentId === null || entry.targetId === documentId)
        .map((entry) => ({
          number: entry.number,
          at: entry.at,
          // The centre itself took over what came from elsewhere.
          actorName: entry.action === 'imported' ? 'Zentrale' : nameOf(entry.actorId),
          onBehalfOf: onBehalf(entry.actorId, entry.at),
          action: entry.action,
          words: journalWords(entry.action),
          reason: entry.reason,
        }));
      return { rows: rows.sort((left, right) => right.number - left.number) };
    },
  };
}

/** For whom somebody did what she did in a file, if she stood in for the one responsible then, and through whom. */
function substitutionsAt(db: ReadableDb, caseFileId: Id, nameOf: NameOf): (actorId: Id, at: string) => string | null {
  const responsible = caseFileHead(db, caseFileId)?.workerId;
  const substitutions = allSubstitutions(db);
  return (actorId, at) => {
    if (!responsible || actorId === responsible) return null;
    const between = chainsOf(substitutions, actorId, at).get(responsible);
    return between ? chainInWords(nameOf, responsible, between) : null;
  };
}

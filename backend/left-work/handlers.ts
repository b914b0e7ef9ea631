import { commandByName } from '../../core/commands/registry.ts';
import { kindOfCommand } from '../../core/commands/kind-words.ts';
import { inTodaysShape } from '../../core/commands/shapes.ts';
import type { DeskHandlers, Shape } from '../../core/contract/desk.ts';
import type { LeftWork, LeftWorkList } from '../../core/contract/left-work.ts';
import type { leftWorkCard } from '../../core/contract/left-work-shapes.ts';
import { AppError } from '../../core/domain/errors.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import { workerNames } from '../../db/queries/names.ts';
import type { ReadableDb } from '../../db/sql.ts';
import { contentWords } from '../clarifications/content-words.ts';
import { actorOf } from '../commands/desk.ts';
import type { Session } from '../session/session.ts';
import { whyLeft } from './why-left.ts';

const nothing: LeftWorkList = { work: [], count: 0 };

/** What closed accounts have left behind: asked of the centre each time, nothing of it is kept here. */
export function leftWorkHandlers(session: Session): DeskHandlers['leftWork'] {
  return {
    list: async () => {
      const { desk, sync, keys } = session.open();
      const { db } = desk.store;
      if (!isRuler(actorOf(db).role)) return { rows: [], count: 0 };
      const { work, count } = await sync.ask(() => keys.leftWork().catch(nothingFromOlder));
      return { rows: cardsOf(db, work), count };
    },
    note: async ({ commandId, workerId, reason }) => {
      const { sync, keys } = session.open();
      await sync.ask(() => keys.noteLeftWork(commandId, { workerId, reason }));
      return {};
    },
  };
}

const isRuler = (role: string): boolean => role === 'administration' || role === 'teamLead';

/** A centre from before it told of this. */
function nothingFromOlder(error: unknown): LeftWorkList {
  if (error instanceof AppError && error.code === 'not_found') return nothing;
  throw error;
}

function cardsOf(db: ReadableDb, work: readonly LeftWork[]): Shape<typeof leftWorkCard>[] {
  const nameOf = workerNames(db);
  return work.map((one) => {
    const caseFileId = one.placeIds.find((id) => caseFileHead(db, id)) ?? null;
    const { commandId, workerId, at, keptAt, isReadable } = one;
    return {
      ...{ commandId, workerId, at, keptAt, isReadable, caseFileId },
      workerName: nameOf(workerId),
      label: labelOf(one),
      why: whyLeft(one),
      content: isReadable ? contentWords(db, inTodaysShape(one).args) : [],
      caseTitle: caseFileId && (caseFileHead(db, caseFileId)?.title ?? null),
    };
  });
}

/** With the words of its author only where the centre gave them. */
function labelOf(work: LeftWork): string {
  const { name, args } = inTodaysShape(work);
  const definition = work.isReadable ? commandByName(name) : null;
  const parsed = definition?.input.safeParse(args);
  return definition && parsed?.success ? definition.label(parsed.data) : kindOfCommand(name);
}

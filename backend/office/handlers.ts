import type { DeskHandlers } from '../../core/contract/desk.ts';
import { dayOf } from '../../core/domain/moments.ts';
import { listKeywords, listRegisters, listTeams, listWorkers, officeName } from '../../db/queries/office.ts';
import type { BackendContext } from '../context.ts';

/** The house: who works here, which registers and keywords there are. */
export function officeHandlers(context: BackendContext): DeskHandlers['office'] {
  return {
    directory: () => {
      const desk = context.desk();
      const { db } = desk.store;
      const today = dayOf(desk.now());
      return {
        officeName: officeName(db) || context.configuration.officeName,
        workers: listWorkers(db),
        teams: listTeams(db),
        registers: listRegisters(db, today),
        keywords: listKeywords(db, today),
      };
    },
  };
}

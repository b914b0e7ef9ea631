import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { startOfDay } from '../../db/queries/day-bounds.ts';
import type { Session } from '../session/session.ts';

/** Tours (Außendienst): only the centre says for how long a store opens without it, so all of it needs the centre. */
export function tourHandlers(session: Session): DeskHandlers['tours'] {
  /** What was granted, or ended, counts on this device at once. */
  const changed = async <Answer>(ask: Promise<Answer>): Promise<Answer> => {
    const answer = await ask.catch(sayOffline);
    await session.open().renewLease();
    return answer;
  };
  return {
    own: () => {
      const { sync, keys } = session.open();
      return sync.ask(() => keys.ownTour()).catch(sayOffline);
    },
    begin: ({ toDay, reason }) => {
      const { sync, keys } = session.open();
      const dayAfter = momentOf(Date.parse(`${toDay}T12:00:00.000Z`) + 86_400_000);
      return changed(sync.ask(() => keys.beginTour({ until: startOfDay(dayAfter), reason })));
    },
    end: () => {
      const { sync, keys } = session.open();
      return changed(sync.ask(() => keys.endTour()));
    },
  };
}

function sayOffline(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'offline') throw error;
  throw new AppError(
    'offline',
    'Einen Außendienst trägt die Zentrale ein, und sie ist gerade nicht erreichbar. Es wurde nichts geändert. Bitte versuchen Sie es noch einmal, sobald die Verbindung wieder besteht.',
    error.details,
  );
}

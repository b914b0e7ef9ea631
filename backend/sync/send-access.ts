import { accessEventLimit } from '../../core/contract/access-events.ts';
import { AppError } from '../../core/domain/errors.ts';
import { beginAccessChain, noteAccessSent, waitingAccess } from '../../db/access-events.ts';
import type { Desk } from '../commands/desk.ts';
import type { Central } from './central.ts';

/** Sends who looked at what here and has not been told yet. A centre from before there was a log is told later. */
export async function sendAccess(desk: Desk, central: Central, mayGoOn: () => boolean): Promise<void> {
  const { db } = desk.store;
  for (;;) {
    const events = waitingAccess(db, accessEventLimit);
    if (events.length === 0 || !mayGoOn()) return;
    try {
      const { isForked } = await central.tellAccess({ events });
      if (!mayGoOn()) return;
      noteAccessSent(
        db,
        events.map(({ id }) => id),
        desk.now(),
      );
      if (isForked) beginAccessChain(db, desk.newId());
      desk.changes.tell('looks', {});
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') return;
      throw error;
    }
  }
}

import type { Id } from '../../../core/domain/ids.ts';
import { type Connection, inTransaction } from '../../store/database.ts';
import { journalInHouse } from '../../store/house-journal.ts';
import { openReturnsOf } from '../../store/letter-returns.ts';
import type { Intake } from './intake.ts';
import { documentsOf } from './stack-documents.ts';
import { readStack, type Stack } from './stacks.ts';

// What the people of the scan station do with a stack.

/** It cannot be done to the stack as it is now: a German sentence. */
export class ActRefusedError extends Error {}

export const noStack = () => new ActRefusedError('Diesen Stapel gibt es nicht.');

type Act = { action: string; reason?: string | null; change: (connection: Connection, stack: Stack) => Promise<void> };

async function act(intake: Intake, actorId: Id, stackId: Id, { action, change }: Act): Promise<void> {
  await inTransaction(intake.database, 'write', async (connection) => {
    const stack = await readStack(connection, stackId, true);
    if (!stack) throw noStack();
    await change(connection, stack);
    const line = { action, targetKind: 'stack', targetId: stackId, reason: null };
    await journalInHouse(connection, actorId, line, { stackId });
  });
}

async function refuseDelivered(connection: Connection, stack: Stack, what: string): Promise<void> {
  const documents = await documentsOf(connection, stack.id);
  if (documents.some(({ state }) => state === 'delivered')) {
    throw new ActRefusedError(`Aus diesem Stapel sind schon Schreiben zugestellt; ${what}.`);
  }
}

/** Reads a stack anew that failed or of which nothing was delivered. */
export async function retryStack(intake: Intake, actorId: Id, stackId: Id): Promise<void> {
  await act(intake, actorId, stackId, {
    action: 'stack.retried',
    change: async (connection, stack) => {
      if (stack.state !== 'failed' && stack.state !== 'needsLook') {
        throw new ActRefusedError('Dieser Stapel wartet schon oder ist erledigt.');
      }
      await refuseDelivered(connection, stack, 'er wird nicht noch einmal gelesen');
      await connection.query(`update stack_document set state = 'replaced' where stack_id = $1`, [stackId]);
      await connection.query(
        `update stack set state = 'waiting', reason = null, attempts = 0, round = round + 1, is_urgent = true,
           not_before = clock_timestamp(), pages_done = 0, finished_at = null,
           put_back = case when put_back in ('failed', 'takenUp') then 'takenUp' end, put_back_at = null
         where id = $1`,
        [stackId],
      );
    },
  });
  intake.wake();
}

/** Gives a stack back of which nothing was delivered: its file is laid into the folder of its station again, for people. */
export async function returnStack(intake: Intake, actorId: Id, stackId: Id): Promise<void> {
  await act(intake, actorId, stackId, {
    action: 'stack.returned',
    change: async (connection, stack) => {
      if (stack.state === 'inWork' || stack.state === 'done' || stack.state === 'returned') {
        throw new ActRefusedError(
          'Zurückgegeben werden kann nur, was wartet, fehlerhaft ist oder angesehen werden soll.',
        );
      }
      if (!stack.folder)
        throw new ActRefusedError('Diese Datei kam nicht aus einem Ordner. Sie ist in der Zentrale aufbewahrt.');
      await refuseDelivered(connection, stack, 'er wird nicht zurückgegeben');
      await connection.query(`update stack_document set state = 'replaced' where stack_id = $1`, [stackId]);
      await connection.query(
        `update stack set state = 'returned', put_back = 'returned', put_back_at = null, finished_at = clock_timestamp() where id = $1`,
        [stackId],
      );
    },
  });
}

/** Notes that somebody has looked at a stack whose letters are all delivered. */
export async function markSeen(intake: Intake, actorId: Id, stackId: Id): Promise<void> {
  await act(intake, actorId, stackId, {
    action: 'stack.seen',
    change: async (connection, stack) => {
      if (stack.state !== 'needsLook' && stack.state !== 'failed')
        throw new ActRefusedError('Dieser Stapel ist schon erledigt.');
      const documents = await documentsOf(connection, stackId);
      if ((await openReturnsOf(connection, stackId)).length > 0) {
        const words = 'Ein Schreiben kam aus einem Postkorb zurück. Bitte stellen Sie es wieder zu.';
        throw new ActRefusedError(words);
      }
      if (documents.some(({ state }) => state === 'needsLook')) {
        throw new ActRefusedError('Ein Schreiben hat noch keinen Empfänger. Bitte wählen Sie einen.');
      }
      await connection.query(
        `update stack set state = 'done', seen_by = $2, seen_at = clock_timestamp(), finished_at = clock_timestamp() where id = $1`,
        [stackId, actorId],
      );
    },
  });
}

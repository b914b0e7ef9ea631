import { randomUUID } from 'node:crypto';
import { scanInEscrow } from '../../core/contract/scan-in-escrow.ts';
import { type EscrowedCommand, escrowLimit } from '../../core/contract/escrow.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Role } from '../../core/domain/levels.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { quarantine } from '../store/commands.ts';
import type { Database } from '../store/database.ts';
import { readEpoch } from '../store/epoch.ts';
import { noteEscrowTaken, waitingEscrow } from '../store/escrow.ts';
import type { Caller } from './batch.ts';
import { type News, push } from './push.ts';

type Log = { error: (fields: object, message: string) => void };

const lostContent = {
  code: 'missingContent',
  message:
    'Das Konto war geschlossen, als dies zur Zentrale kam, und der Inhalt lag nur auf dem Gerät. Es wurde nicht ausgeführt; alle Angaben sind aufbewahrt.',
};

const tooNew = {
  code: 'tooNew',
  message:
    'Dies stammt von einer neueren Fassung des Programms als der der Zentrale. Das Konto war geschlossen, als es zur Zentrale kam. Es wurde nicht ausgeführt; alle Angaben sind aufbewahrt.',
};

/**
 * What the desks of a closed account handed over sealed has nobody to bring it in: the centre decides it as their push would have been, as
 * late work or kept. Files that were scanned stay sealed. Nothing for accounts that are open. Gives what desks must be told.
 */
export async function decideForClosed(database: Database, workerId: Id, log: Log): Promise<News[]> {
  const { rows } = await database.query<{ role: Role }>('select role from account where worker_id = $1 and disabled', [
    workerId,
  ]);
  const [account] = rows;
  if (!account) return [];
  const caller: Caller = { workerId, role: account.role, sessionId: houseScopeId, isClosing: true };
  const epoch = await readEpoch(database);
  const told: News[] = [];
  const waiting = await waitingEscrow(database, workerId, escrowLimit);
  for (const command of waiting.filter(({ name }) => name !== scanInEscrow)) {
    told.push(await decideOne(database, caller, { epoch, command }, log));
    await noteEscrowTaken(database, workerId, [command.id]);
  }
  return told;
}

type Sealed = { epoch: string; command: EscrowedCommand };

async function decideOne(database: Database, caller: Caller, { epoch, command }: Sealed, log: Log): Promise<News> {
  const { id, name, args, at, schema } = command;
  const clientId = randomUUID() as Id;
  const commands = [{ mid: 1, id, name, args, at, schema }];
  const { response, news } = await push(database, caller, { epoch, clientId, commands }, log);
  const [decided] = response.results;
  if (!decided) throw new Error('a sealed command was not decided: the centre was set back'); // its desk hands it over again
  const undecided = { needBlob: lostContent, retry: tooNew }[decided.result as string];
  if (undecided) {
    const kept = { commandId: id, workerId: caller.workerId, clientId, name, args, schema, atDesk: at };
    await quarantine(database, { ...kept, ...undecided, details: {} });
  }
  return news;
}

import { createHash } from 'node:crypto';
import type { Id } from '../../core/domain/ids.ts';
import type { Intake } from '../intake/station/intake.ts';
import type { Told } from '../intake/station/told.ts';
import { journalFile, newStackId } from '../intake/station/take-in.ts';
import type { StoredContent } from '../store/blob-store.ts';
import type { Queryable } from '../store/database.ts';
import type { IntakeLetter } from './webhook-messages.ts';

/** How long a key is remembered; a robot that comes back later brings its file as a new one. */
const keptDays = 7;
/** Seconds after which a request whose service ended is taken up again. */
const leaseSeconds = 60;

export type FileHandedIn = {
  key: string;
  station: string;
  fileName: string;
  content: StoredContent;
  told: Told | null;
};
/** taken: now, or by the same request before; other: the key stood for another file; busy: the same request is still under way. */
export type HandedIn = { outcome: 'taken'; intakeId: Id } | { outcome: 'other' } | { outcome: 'busy' };

/**
 * Takes a file in for a machine, once for each key (draft-ietf-httpapi-idempotency-key-header): its bytes are in the store already. A
 * service that ended half-way leaves the number of the intake behind; whoever repeats the request goes on with the same.
 */
export async function handIn(intake: Intake, machineId: Id, file: FileHandedIn): Promise<HandedIn> {
  const { database } = intake;
  const { key, station, fileName, content, told } = file;
  const requestHash = createHash('sha256')
    .update(JSON.stringify([station, fileName, content.sha256, ...(told ? [told] : [])]))
    .digest();
  const claim = await claimKey(database, machineId, key, requestHash);
  if ('outcome' in claim) return claim;
  const { intakeId } = claim;
  const isStillThere = async () => {
    const { rows } = await database.query('select 1 from stack where id = $1', [intakeId]);
    return rows.length === 0; // else it was journalled before its service ended
  };
  const taken = { stackId: intakeId, station, fileName, content, takenBy: machineId, source: 'upload' as const, told };
  await journalFile(intake, { ...taken, place: null, isStillThere });
  await database.query('update machine_request set status = 202 where machine_id = $1 and key = $2', [machineId, key]);
  intake.wake();
  return { outcome: 'taken', intakeId };
}

async function claimKey(
  database: Queryable,
  machineId: Id,
  key: string,
  requestHash: Buffer,
): Promise<HandedIn | { intakeId: Id }> {
  await database.query(
    `delete from machine_request where made_at < clock_timestamp() - make_interval(days => ${keptDays})`,
  );
  const lease = `clock_timestamp() + make_interval(secs => ${leaseSeconds})`;
  const { rows: mine } = await database.query<{ intake_id: Id }>(
    `insert into machine_request as request (machine_id, key, request_hash, intake_id, lease_until)
     values ($1, $2, $3, $4, ${lease})
     on conflict (machine_id, key) do update set lease_until = ${lease}
       where request.status is null and request.lease_until < clock_timestamp() and request.request_hash = excluded.request_hash
     returning intake_id`,
    [machineId, key, requestHash, newStackId()],
  );
  if (mine[0]) return { intakeId: mine[0].intake_id };
  const { rows } = await database.query<{ request_hash: Buffer; intake_id: Id; status: number | null }>(
    'select request_hash, intake_id, status from machine_request where machine_id = $1 and key = $2',
    [machineId, key],
  );
  const [known] = rows;
  if (known && !known.request_hash.equals(requestHash)) return { outcome: 'other' };
  return known?.status ? { outcome: 'taken', intakeId: known.intake_id } : { outcome: 'busy' };
}

export type IntakeState = {
  state: 'waiting' | 'inWork' | 'done' | 'needsLook' | 'failed' | 'returned';
  reason: string | null;
  documents: IntakeLetter[];
};

/** What became of a file this machine handed in; null when there is none of that number. Words and names are not given. */
export async function intakeState(database: Queryable, machineId: Id, intakeId: Id): Promise<IntakeState | null> {
  const { rows } = await database.query<IntakeState>(
    'select state, reason, intake_letters(id) as documents from stack where id = $1 and taken_by = $2',
    [intakeId, machineId],
  );
  return rows[0] ?? null;
}

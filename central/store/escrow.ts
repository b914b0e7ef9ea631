import {
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomUUID,
} from 'node:crypto';
import {
  type EscrowedCommand,
  type EscrowedLooks,
  escrowedSchema,
  type SealedCommand,
} from '../../core/contract/escrow.ts';
import { scanInEscrow } from '../../core/contract/scan-in-escrow.ts';
import type { Id } from '../../core/domain/ids.ts';
import { keepAccessEvents } from './access-log.ts';
import type { Database, Queryable } from './database.ts';

/** The key desks seal to: its id and the 32 bytes of its public part. */
export type EscrowKey = { id: Id; publicKey: Buffer };

/** The key of this centre, made when there is none. */
export async function escrowKey(database: Queryable): Promise<EscrowKey> {
  const first = 'select id, public_key as "publicKey" from escrow_key order by made_at, id limit 1';
  const known = (await database.query<EscrowKey>(first)).rows[0];
  if (known) return known;
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  // Two that are made at once stay both readable; all desks get the same one.
  await database.query('insert into escrow_key (id, public_key, private_key) values ($1, $2, $3)', [
    randomUUID(),
    Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
    privateKey.export({ format: 'der', type: 'pkcs8' }),
  ]);
  return (await database.query<EscrowKey>(first)).rows[0] as EscrowKey;
}

/**
 * Opens what desks have sealed and keeps it: commands for their workers, looks in the log. What is known here already is kept once. A
 * command that was taken but never decided is brought again: the store that took it may be lost too, and under its id it happens once. A
 * scan has no decision to be known by; one that a second store lost in its turn lies elsewhere under another key. Looks are believed of the
 * worker only whose store it was: anybody could seal some in another name, and they would stand in the log for good.
 */
export async function keepEscrow(
  database: Database,
  boxes: readonly SealedCommand[],
  ownerId: Id,
): Promise<{ kept: number; unreadable: number }> {
  const { rows } = await database.query<{ id: Id; public_key: Buffer; private_key: Buffer }>(
    'select id, public_key, private_key from escrow_key',
  );
  const keys = new Map(rows.map((row) => [row.id, row]));
  const opened = boxes.flatMap(({ keyId, sealed }) => {
    const key = keys.get(keyId);
    return (key && open(Buffer.from(sealed, 'base64'), key)) ?? [];
  });
  const commands = opened.filter((one) => 'id' in one);
  for (const command of commands) {
    await database.query(
      `insert into escrow_command (command_id, worker_id, body)
       select $1, $2, $3 where exists (select 1 from account where worker_id = $2)
       on conflict (command_id, worker_id) do update set body = excluded.body, taken_at = null
       where escrow_command.body <> excluded.body
         or ($4 and not exists (select 1 from mutation where mutation.id = escrow_command.command_id))`,
      [command.id, command.workerId, JSON.stringify(command), command.name !== scanInEscrow],
    );
  }
  const looks = opened.flatMap((one) => ('looks' in one && one.workerId === ownerId ? one.looks : []));
  if (looks.length > 0) await keepAccessEvents(database, ownerId, looks);
  return { kept: commands.length, unreadable: boxes.length - opened.length };
}

/** What was brought for a worker and is not among her waiting commands yet, in the order of its making; the first of them. */
export async function waitingEscrow(database: Queryable, workerId: Id, limit: number): Promise<EscrowedCommand[]> {
  const { rows } = await database.query<{ body: EscrowedCommand }>(
    `select body from escrow_command where worker_id = $1 and taken_at is null
     order by body ->> 'at', command_id limit $2`,
    [workerId, limit],
  );
  return rows.map((row) => row.body);
}

/** A desk of the worker has these on its disk now. */
export async function noteEscrowTaken(database: Queryable, workerId: Id, commandIds: readonly Id[]): Promise<void> {
  await database.query(
    'update escrow_command set taken_at = now() where worker_id = $1 and command_id = any ($2::uuid[])',
    [workerId, commandIds],
  );
}

/** X25519 with a key made for this one box, HKDF-SHA256 over both public keys, AES-256-GCM; null when it does not open. */
function open(box: Buffer, key: { public_key: Buffer; private_key: Buffer }): EscrowedCommand | EscrowedLooks | null {
  try {
    const [sender, nonce] = [box.subarray(0, 32), box.subarray(32, 44)];
    const [sealed, check] = [box.subarray(44, box.length - 16), box.subarray(box.length - 16)];
    const jwk = { kty: 'OKP', crv: 'X25519', x: sender.toString('base64url') };
    const secret = diffieHellman({
      privateKey: createPrivateKey({ key: key.private_key, format: 'der', type: 'pkcs8' }),
      publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
    });
    const salt = Buffer.concat([sender, key.public_key]);
    const boxKey = Buffer.from(hkdfSync('sha256', secret, salt, 'aktenpult escrow', 32));
    const decipher = createDecipheriv('aes-256-gcm', boxKey, nonce).setAuthTag(check);
    const text = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
    return escrowedSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

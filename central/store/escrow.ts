import {
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomUUID,
  timingSafeEqual,
} from 'node:crypto';
import { commandByName } from '../../core/commands/registry.ts';
import { inTodaysShape } from '../../core/commands/shapes.ts';
import {
  type EscrowedCommand,
  type EscrowedLooks,
  escrowedSchema,
  type SealedCommand,
} from '../../core/contract/escrow.ts';
import type { BroughtInBox } from '../../core/contract/refusals.ts';
import { scanInEscrow } from '../../core/contract/scan-in-escrow.ts';
import type { Id } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { keepAccessEvents } from './access-log.ts';
import { quarantine } from './commands.ts';
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

/** Who brings boxes: the worker herself, signed in, or a desk of hers that was told to wipe itself. */
export type Bringer = { workerId: Id; isHerself: boolean };
type Opened = { box: SealedCommand; what: EscrowedCommand | EscrowedLooks };

/**
 * Opens what desks have sealed and keeps it: commands for their workers, looks in the log. What is known here already is kept once. A
 * command that was taken but never decided is brought again: the store that took it may be lost too, and under its id it happens once. A
 * scan has no decision to be known by; one that a second store lost in its turn lies elsewhere under another key.
 *
 * Anybody can seal something in another name. A command is brought in only where she brings it herself or a store of hers has proven that
 * it sealed it, and where it may wait at all; every other one is kept in quarantine, so that she sees it and nothing happens by it. Looks
 * are believed of the worker only whose store it was: they would stand in the log for good.
 */
export async function keepEscrow(
  database: Database,
  boxes: readonly SealedCommand[],
  by: Bringer,
): Promise<{ kept: number; unreadable: number }> {
  const { rows } = await database.query<{ id: Id; public_key: Buffer; private_key: Buffer }>(
    'select id, public_key, private_key from escrow_key',
  );
  const keys = new Map(rows.map((row) => [row.id, row]));
  const opened = boxes.flatMap((box): Opened[] => {
    const key = keys.get(box.keyId);
    const what = key && open(Buffer.from(box.sealed, 'base64'), key);
    return what ? [{ box, what }] : [];
  });
  const owners = await provenOwners(database, boxes);
  let kept = 0;
  for (const { box, what } of opened) {
    if (!('id' in what)) continue;
    const isHers = by.isHerself && what.workerId === by.workerId;
    await keepCommand(database, what, { isProven: isHers || owners.get(box) === what.workerId, by });
    kept += 1;
  }
  const looks = opened.flatMap(({ what }) => ('looks' in what && what.workerId === by.workerId ? what.looks : []));
  if (looks.length > 0) await keepAccessEvents(database, by.workerId, looks);
  return { kept, unreadable: boxes.length - opened.length };
}

/** Whose stores sealed these boxes, as far as they prove it. */
async function provenOwners(database: Queryable, boxes: readonly SealedCommand[]): Promise<Map<SealedCommand, Id>> {
  const storeIds = [...new Set(boxes.flatMap(({ storeId }) => storeId ?? []))];
  const { rows } = await database.query<{ id: Id; worker_id: Id; proof_key: Buffer }>(
    'select id, worker_id, proof_key from desk_store where id = any ($1::uuid[]) and proof_key is not null',
    [storeIds],
  );
  const stores = new Map(rows.map((row) => [row.id, row]));
  const owners = new Map<SealedCommand, Id>();
  for (const box of boxes) {
    const store = box.storeId && stores.get(box.storeId);
    if (!store) continue;
    const right = createHmac('sha256', store.proof_key).update(Buffer.from(box.sealed, 'base64')).digest();
    const given = Buffer.from(box.proof ?? '', 'base64');
    if (given.length === right.length && timingSafeEqual(given, right)) owners.set(box, store.worker_id);
  }
  return owners;
}

const unproven = {
  code: 'unproven',
  message:
    'Dieser Vorgang kam verschlossen von einem Gerät, das nicht nachweisen konnte, dass er dort in Ihrem Namen entstanden ist. Er wurde nicht ausgeführt. Bitte prüfen Sie ihn; ist er von Ihnen, führen Sie ihn hier noch einmal aus.',
};
const mustNotWait = {
  code: 'mustNotWait',
  message:
    'Dieser Vorgang gilt nur, wenn die Zentrale ihn sofort entscheidet. Er kam verschlossen von einem anderen Gerät und wurde nicht ausgeführt. Bitte führen Sie ihn hier noch einmal aus, wenn er noch nötig ist.',
};

type Origin = { isProven: boolean; by: Bringer };

async function keepCommand(database: Database, command: EscrowedCommand, { isProven, by }: Origin): Promise<void> {
  const isScan = command.name === scanInEscrow;
  if (!isScan && !isProven) return setAside(database, command, { ...unproven, by });
  const mayWait = isScan || commandByName(inTodaysShape(command).name)?.mode !== 'online-only';
  if (!mayWait) return setAside(database, command, { ...mustNotWait, by });
  await database.query(
    `insert into escrow_command (command_id, worker_id, body, is_proven)
     select $1, $2, $3, $5 where exists (select 1 from account where worker_id = $2)
     on conflict (command_id, worker_id) do update set body = excluded.body, taken_at = null, is_proven = $5
     where ($5 or not escrow_command.is_proven) and (escrow_command.body <> excluded.body or not escrow_command.is_proven
       or ($4 and not exists (select 1 from mutation where mutation.id = escrow_command.command_id)))`,
    [command.id, command.workerId, JSON.stringify(command), !isScan, isProven],
  );
}

/** Keeps a command for her to look at, with who brought it. One that was decided, or came with a proof, needs no look. */
async function setAside(
  database: Database,
  command: EscrowedCommand,
  { by, ...reason }: { code: string; message: string; by: Bringer },
): Promise<void> {
  const { rows } = await database.query(
    `select 1 where exists (select 1 from account where worker_id = $2)
       and not exists (select 1 from mutation where id = $1)
       and not exists (select 1 from escrow_command where command_id = $1 and worker_id = $2)`,
    [command.id, command.workerId],
  );
  if (rows.length === 0) return;
  const { id: commandId, workerId, name, args, schema, at: atDesk } = command;
  const details: BroughtInBox = { broughtBy: by.workerId, broughtAt: momentOf(Date.now()), isFromWipe: !by.isHerself };
  await quarantine(database, {
    ...{ commandId, workerId, clientId: commandId, name, args, schema, atDesk },
    ...{ ...reason, details },
  });
}

/** What was brought for a worker and is not among her waiting commands yet, in the order of its making; the first of them. */
export async function waitingEscrow(database: Queryable, workerId: Id, limit: number): Promise<EscrowedCommand[]> {
  const { rows } = await database.query<{ body: EscrowedCommand }>(
    `select body from escrow_command where worker_id = $1 and taken_at is null and is_proven
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

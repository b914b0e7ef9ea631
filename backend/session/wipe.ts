import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../core/domain/errors.ts';
import { idSchema } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { noteEscrowDelivered, readEscrow } from '../../db/escrow.ts';
import { removeKeyFile } from '../../db/key-file.ts';
import { storeIdOf } from '../../db/keys.ts';
import type { KeyCentral } from '../sync/central.ts';
import { asideOf, foldersAside, inParts } from './bring-in.ts';

// A store that was reported lost: what waits is handed to the centre as it is, sealed; then keys first, everything else after them.

const orderName = 'wipe.json';
/** `storeId`: what the centre knows the store by; its key file, where it stood, is gone. */
const begunSchema = z.object({ order: z.string(), storeId: idSchema.nullable().default(null) });
type Begun = z.output<typeof begunSchema>;
type WipeCentral = Pick<KeyCentral, 'wipeOrder' | 'wipeEscrow' | 'noteWiped'>;

/** The order in an answer of the centre that refuses a lost store; null for any other error. */
export function wipeOrderIn(error: unknown): string | null {
  if (!(error instanceof AppError) || error.details['reason'] !== 'storeLost') return null;
  const { order } = error.details;
  return typeof order === 'string' ? order : null;
}

/** Whether a store is wiped because the account of its worker is closed. */
export const isFarewell = (error: unknown): boolean =>
  error instanceof AppError && error.details['isFarewell'] === true;

/** The centre takes what waits of a closed account, and gives nothing more. */
export const isAccountClosed = (error: unknown): boolean =>
  error instanceof AppError && error.details['reason'] === 'accountClosed';

const farewellWords =
  'Ihr Konto ist geschlossen. Deshalb wurden die Akten auf diesem Gerät gelöscht; in der Zentrale sind sie unverändert. Was Sie geschrieben hatten und noch nicht bei der Zentrale war, wurde ihr übergeben, Dateien jedoch nur innerhalb von 14 Tagen nach dem Schließen. Bitte wenden Sie sich bei Fragen an Ihre Verwaltung.';

/** What the worker reads. AppError `forbidden` with `details.reason` wiped. */
export const wipedError = (cause?: unknown) =>
  isFarewell(cause) ? new AppError('forbidden', farewellWords, { reason: 'wiped' }) : lostError();

const lostError = () =>
  new AppError(
    'forbidden',
    'Dieses Gerät wurde als verloren gemeldet. Deshalb wurden Ihre Akten auf diesem Gerät gelöscht; in der Zentrale sind sie unverändert. Was Sie geschrieben hatten und noch nicht bei der Zentrale war, wird ihr verschlossen übergeben und erscheint wieder, sobald Sie sich neu anmelden. Bitte wenden Sie sich an Ihre Verwaltung.',
    { reason: 'wiped' },
  );

/**
 * Wipes a store that is closed, with those that were put aside for the same login. The keys go first: from then on nothing can be read. Begun
 * once it is carried on with the next start, and told to the centre when it is done. Never throws for want of the centre.
 */
export async function wipeStore(folder: string, order: string, central: WipeCentral): Promise<void> {
  if (!existsSync(folder)) return; // told twice, for example by a round and by the lease: it is done already
  const begun = { order, storeId: storeIdOf(folder) ?? begunIn(folder)?.storeId ?? null };
  noteBegun(folder, begun);
  const folders = [folder, ...foldersAside(folder)];
  for (const one of folders) removeKeyFile(one);
  for (const one of folders) {
    const kept = new Set([orderName, 'escrow.json']);
    for (const name of readdirSync(one)) if (!kept.has(name)) rmSync(join(one, name), { recursive: true, force: true });
  }
  await handOver(folder, begun, central).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
}

const noteBegun = (folder: string, begun: Begun): void =>
  writeFileSync(join(folder, orderName), JSON.stringify(begun), { flush: true, mode: 0o600 });

function begunIn(folder: string): Begun | null {
  const file = join(folder, orderName);
  return existsSync(file) ? begunSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** A centre that was set back may not know the order any more; where the store is to be wiped there, too, it has another one. */
async function handOver(folder: string, begun: Begun, central: WipeCentral): Promise<void> {
  try {
    await tell(folder, begun.order, central);
  } catch (error) {
    const isForgotten = error instanceof AppError && error.code === 'not_found';
    const order = isForgotten && begun.storeId !== null ? (await central.wipeOrder(begun.storeId)).order : null;
    if (order === null || order === begun.order) throw error;
    noteBegun(folder, { ...begun, order });
    await tell(folder, order, central);
  }
}

async function tell(folder: string, order: string, central: WipeCentral): Promise<void> {
  const folders = [folder, ...foldersAside(folder)];
  for (const one of folders) {
    for (const commands of inParts(readEscrow(one))) await central.wipeEscrow({ order, commands });
    noteEscrowDelivered(one);
  }
  await central.noteWiped({ order, notDelivered: 0 });
  for (const one of folders.reverse()) rmSync(one, { recursive: true, force: true });
}

/** A folder whose wipe has not been told yet gives way to a new store of the same login: what lies sealed in it is brought from beside. */
export function putAsideUnfinished(folder: string, now: Moment): void {
  if (!existsSync(join(folder, orderName))) return;
  renameSync(folder, asideOf(folder, now));
}

/**
 * Asks the centre about all stores of this machine, also when nobody logs in. `wipe` is called for a store that is to be wiped; a wipe
 * that was begun is carried on.
 */
export async function lookForOrders(
  dataFolder: string,
  central: WipeCentral,
  wipe: (folder: string, order: string) => Promise<void>,
): Promise<void> {
  const stores = join(dataFolder, 'stores');
  if (!existsSync(stores)) return;
  for (const name of readdirSync(stores)) {
    const folder = join(stores, name);
    const begun = begunIn(folder);
    if (begun) {
      await wipe(folder, begun.order);
      continue;
    }
    const storeId = storeIdOf(folder);
    if (storeId === null || name.includes('.before-')) continue;
    const { order } = await central.wipeOrder(storeId);
    if (order !== null) await wipe(folder, order);
  }
}

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Id } from '../../core/domain/ids.ts';
import { openBlobFolder } from '../store/blob-folder.ts';
import { type BlobStore, BlobStoreUnavailableError } from '../store/blob-store.ts';
import { type Connection, type Database, inTransaction } from '../store/database.ts';
import { readEpoch } from '../store/epoch.ts';
import { storeVersion } from '../store/migrate.ts';
import { systemCode } from '../../core/domain/system-code.ts';
import { copyContents, listContents } from './copy-contents.ts';
import {
  BackupError,
  type BackupManifest,
  backupFormat,
  backupManifestSchema,
  contentsFolder,
  manifestName,
  type Progress,
} from './format.ts';
import { checkSavedTable, saveTables, syncFile, syncFolder } from './save-tables.ts';

const unfinished = '.unfertig-';

export type WrittenBackup = { folder: string; manifest: BackupManifest; copied: number; missing: string[] };
type DurableClient = { clientId: Id; mid: number };

/**
 * Saves the whole store below `target` while it goes on working: all tables from one snapshot, then the contents that are not there
 * from an earlier backup. It counts only when everything was written, synced to disk and read again; then desks may forget what they
 * kept for the case that the centre loses it. Throws BackupError.
 */
export async function writeBackup(
  database: Database,
  blobs: BlobStore,
  target: string,
  say: Progress,
): Promise<WrittenBackup> {
  await makeTarget(target);
  const madeAt = new Date().toISOString();
  const folder = path.join(target, `${unfinished}${randomUUID()}`);
  await mkdir(folder, { mode: 0o700 });
  try {
    const snapshot = await inTransaction(database, 'snapshot', (connection) => takeSnapshot(connection, folder, say));
    const contents = await copyContents(
      blobs,
      await openBlobFolder(path.join(target, contentsFolder)),
      snapshot.contents,
      say,
    );
    const { count, bytes, copied, missing } = contents;
    const { epoch, tables } = snapshot;
    const manifest: BackupManifest = {
      ...{ format: backupFormat, madeAt, storeVersion: snapshot.storeVersion, epoch, tables },
      contents: { count, bytes },
    };
    await writeManifest(folder, manifest);
    for (const table of tables) await checkSavedTable(folder, table);
    const finished = path.join(target, nameOf(madeAt));
    await rename(folder, finished);
    await syncFolder(target);
    // Without all contents the backup helps, but nobody may rely on it alone.
    if (missing.length === 0) await noteDurable(database, snapshot.clients);
    return { folder: finished, manifest, copied, missing };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw readable(error, target);
  }
}

async function takeSnapshot(connection: Connection, folder: string, say: Progress) {
  const epoch = await readEpoch(connection);
  const { rows } = await connection.query<{ client_id: Id; last_mid: number }>(
    'select client_id, last_mid from client',
  );
  const clients = rows.map((row): DurableClient => ({ clientId: row.client_id, mid: row.last_mid }));
  const contents = await listContents(connection);
  const tables = await saveTables(connection, folder, say);
  return { epoch, clients, contents, tables, storeVersion: await storeVersion(connection) };
}

async function makeTarget(target: string): Promise<void> {
  try {
    await mkdir(target, { recursive: true, mode: 0o700 });
    // What a killed backup left is of no use.
    for (const name of await readdir(target)) {
      if (name.startsWith(unfinished)) await rm(path.join(target, name), { recursive: true, force: true });
    }
  } catch (error) {
    throw readable(error, target);
  }
}

/** `2026-11-26T18-30-00-123Z`: sorts by time, usable as a folder name everywhere. */
const nameOf = (madeAt: string): string => madeAt.replace(/[:.]/g, '-');

async function writeManifest(folder: string, manifest: BackupManifest): Promise<void> {
  const file = path.join(folder, manifestName);
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  await syncFile(file);
  await syncFolder(folder);
}

/** Desks learn with their next push that these commands are in a backup. */
async function noteDurable(database: Database, clients: DurableClient[]): Promise<void> {
  await database.query(
    `update client set durable_mid = greatest(durable_mid, saved.mid)
     from unnest($1::uuid[], $2::bigint[]) as saved (client_id, mid) where client.client_id = saved.client_id`,
    [clients.map((client) => client.clientId), clients.map((client) => client.mid)],
  );
}

/** Folders of finished backups below `target`, oldest first. */
export async function listBackups(target: string): Promise<string[]> {
  const entries = await readdir(target, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && /^\d{4}-\d\d-\d\dT/.test(entry.name));
  return names.map((entry) => path.join(target, entry.name)).sort();
}

/** When the newest backup in a folder was begun, in milliseconds; null when there is none. */
export async function newestBackupAt(target: string): Promise<number | null> {
  const newest = (await listBackups(target)).at(-1);
  if (!newest) return null;
  const madeAt = Date.parse(path.basename(newest).replace(/T(\d\d)-(\d\d)-(\d\d)-(\d+)Z/, 'T$1:$2:$3.$4Z'));
  return Number.isNaN(madeAt) ? null : madeAt;
}

/** What a backup says it holds. Throws BackupError when the folder is none, or one of a newer program. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const text = await readFile(path.join(folder, manifestName), 'utf8').catch(() => null);
  if (text === null) throw new BackupError(`Im Ordner ${folder} liegt keine Sicherung (${manifestName} fehlt).`);
  try {
    return backupManifestSchema.parse(JSON.parse(text));
  } catch {
    throw new BackupError(
      `Die Sicherung im Ordner ${folder} ist beschädigt oder stammt von einer neueren Fassung von Aktenpult.`,
    );
  }
}

function readable(error: unknown, target: string): unknown {
  const reasons: Record<string, string> = {
    ENOSPC: 'Auf dem Datenträger ist kein Platz mehr.',
    EACCES: 'Dem Konto fehlt das Recht dazu.',
    EPERM: 'Dem Konto fehlt das Recht dazu.',
    EROFS: 'Der Datenträger ist schreibgeschützt.',
    ENOTDIR: 'Im Pfad liegt eine Datei, wo ein Ordner sein müsste.',
    EEXIST: 'Unter diesem Namen liegt bereits eine Datei.',
  };
  const isAway = error instanceof BlobStoreUnavailableError;
  const reason = isAway ? 'Der Speicher für Inhalte antwortet nicht.' : reasons[systemCode(error)];
  if (!reason) return error;
  return new BackupError(`Die Sicherung nach ${target} gelang nicht. ${reason} Frühere Sicherungen sind unverändert.`);
}

import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Id } from '../../core/domain/ids.ts';
import { everyonePrincipalId, houseScopeId } from '../../core/domain/standing-ids.ts';
import { createInspectionPool } from '../../intake/content/inspection-pool.ts';
import type { IntakeStep } from '../intake/station/intake.ts';
import { type Station, type StationOptions, startStation } from '../intake/station/station.ts';
import { contentFile, openBlobFolder } from '../store/blob-folder.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { newId } from './desk.ts';
import { type Office, openOffice } from './office.ts';
import { createTextReader } from './text-reader.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const quickTimes = { settleMilliseconds: 60, unfinishedMilliseconds: 400, restMilliseconds: 300 };

type Chosen =
  | 'openReader'
  | 'blobs'
  | 'folders'
  | 'noticeFolders'
  | 'baskets'
  | 'leaseMilliseconds'
  | 'pollMilliseconds'
  | 'folderTimes'
  | 'afterStep'
  | 'mailAccounts'
  | 'mailAccountWatch'
  | 'log'
  | 'inspection'
  | 'atOnce';

export type StartOptions = Partial<Pick<StationOptions, Chosen>> & {
  /** The service ends there, as if it were killed: nothing of it reaches database or folder afterwards. */
  killedAfter?: IntakeStep;
  onKilled?: () => void;
};

/** A small house with a scan station: its folder, the basket of the team, services that can be started and killed. */
export class ScanOffice implements AsyncDisposable {
  readonly office: Office;
  readonly folder: string;
  readonly scanner: string;
  readonly basketId: Id;
  readonly database: Database;
  readonly #connectionString: string;
  readonly #inspection = createInspectionPool({ size: 1 });
  readonly #closing: (() => Promise<unknown>)[] = [];

  private constructor(office: Office, facts: { folder: string; basketId: Id; connectionString: string }) {
    this.office = office;
    this.folder = facts.folder;
    this.scanner = path.join(facts.folder, 'Scanner 1');
    this.basketId = facts.basketId;
    this.database = office.central.database;
    this.#connectionString = facts.connectionString;
  }

  static async open(connectionString: string, openReader = () => createTextReader()): Promise<ScanOffice> {
    // The service behind HTTP draws pages and reads single ones anew, others read stacks.
    const office = await openOffice(connectionString, { intake: { atOnce: 0, openReader } });
    const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-intake-'));
    const basketId = newId();
    await office.import([
      {
        ...{ line: 'scope', scopeId: basketId, kind: 'o' },
        grants: [
          { principalId: everyonePrincipalId, level: 'deliver' },
          { principalId: office.teamId, level: 'write' },
        ],
      },
      {
        ...{ line: 'record', kind: 'team', id: office.teamId, scopeId: houseScopeId },
        body: { name: 'Team Nord', branchOfficeId: newId(), inboxId: basketId },
      },
    ]);
    const opened = new ScanOffice(office, { folder, basketId, connectionString });
    await mkdir(opened.scanner);
    return opened;
  }

  /** Starts a service of its own on the same store. */
  async start(options: StartOptions = {}): Promise<Station> {
    const { killedAfter, onKilled, ...given } = options;
    const database = openDatabase(this.#connectionString, { connections: 4 });
    let isKilled = false;
    const kill = () => {
      isKilled = true;
      database.end().catch(() => undefined);
    };
    const station = startStation({
      ...{ database, log: silent, announce: () => undefined, folders: [this.folder] },
      inspection: this.#inspection,
      ...{ pollMilliseconds: 20, leaseMilliseconds: 400 },
      blobs: await openBlobFolder(this.office.blobsFolder),
      openReader: () => createTextReader(),
      ...given,
      folderTimes: { ...quickTimes, ...given.folderTimes },
      afterStep: async (step) => {
        if (step === killedAfter) {
          kill();
          onKilled?.();
        }
        // A killed service does nothing more.
        if (isKilled) await new Promise(() => undefined);
        await given.afterStep?.(step);
      },
    });
    this.#closing.push(async () => {
      const stopped = station.stop();
      // One that was killed hangs where it was; what else it watches ends.
      if (isKilled) return void stopped.catch(() => undefined);
      await stopped;
      await database.end();
    });
    return station;
  }

  /** Lays a file into the folder of the scanner. */
  async scan(name: string, bytes: Uint8Array | string, folder = this.scanner): Promise<void> {
    await writeFile(path.join(folder, name), bytes);
  }

  /** The same bytes, name and time of change as before: the one file laid down once more. */
  async scanAgainAsItWas(name: string, bytes: Uint8Array, changedAt: Date): Promise<void> {
    await this.scan(name, bytes);
    await utimes(path.join(this.scanner, name), changedAt, changedAt);
  }

  async filesLeft(folder = this.scanner): Promise<string[]> {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  }

  /** A content as it lies in the store. */
  bytesOf(sha256: string): Promise<Buffer> {
    return readFile(contentFile(this.office.blobsFolder, sha256));
  }

  async failedFiles(): Promise<Record<string, string>> {
    const folder = path.join(this.scanner, 'fehlerhaft');
    const names = (await readdir(folder).catch(() => [])).filter((name) => !name.endsWith('.part'));
    const texts = names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const);
    return Object.fromEntries(await Promise.all(texts));
  }

  async stacks(): Promise<
    { id: Id; file_name: string; state: string; reason: string | null; same_as: Id | null; attempts: number }[]
  > {
    const { rows } = await this.database.query(
      'select id, file_name, state, reason, same_as, attempts from stack order by taken_at',
    );
    return rows as never;
  }

  /** What lies in Postkörbe: first page of each letter by Postkorb. */
  async delivered(): Promise<{ inboxId: Id; text: string; remark: string | null }[]> {
    const { rows } = await this.database.query<{ inboxId: Id; text: string; remark: string | null }>(
      `select item.scope_id as "inboxId", page.body ->> 'text' as text, item.body ->> 'remark' as remark
       from record item
       join record page on page.scope_id = item.scope_id and page.kind = 'page' and not page.deleted
         and page.parent_id = (item.body ->> 'versionId')::uuid and page.body ->> 'number' = '1'
       where item.kind = 'inboxItem' and not item.deleted order by page.body ->> 'text'`,
    );
    return rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closing) await close();
    await this.#inspection.close();
    await this.office[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true, force: true });
  }
}

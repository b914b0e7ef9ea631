import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, vi } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { newId } from './desk.ts';
import { ScanOffice } from './scan-office.ts';

export const within = { timeout: 30_000, interval: 20 };
/** Numbers of the files of anna and bernd. */
export const [ofAnna, ofBernd] = ['12344BG0000001', '12345BG0000001'];
/** The text of a notice about a file. */
export const notice = (number: string, more = '') =>
  `Jobcenter Musterkreis\nHusum, den 20.11.2026\nBG-Nummer: ${number}\nBewilligungsbescheid über Leistungen\nSehr geehrte Frau Petersen,\n${more}`;

type Filed = { caseFileId: Id; title: string; keyword: string; body: Record<string, unknown>; text: string };

/** A house with a print folder of its Fachverfahren and the keywords of its notices. */
export class NoticeOffice implements AsyncDisposable {
  readonly scans: ScanOffice;
  readonly folder: string;

  private constructor(scans: ScanOffice) {
    this.scans = scans;
    this.folder = path.join(scans.folder, 'Bescheide');
  }

  static async open(connectionString: string): Promise<NoticeOffice> {
    const scans = await ScanOffice.open(connectionString);
    const made = new NoticeOffice(scans);
    await mkdir(made.folder);
    const rules = {
      isProtected: false,
      copyHint: null,
      retentionYears: 10,
      courtDocumentClass: null,
      followUpDays: null,
    };
    const keyword = (name: string) => ({
      ...{ line: 'record' as const, kind: 'keyword' as const, id: newId(), scopeId: houseScopeId },
      body: { registerId: newId(), name, rules, validFrom: '2020-01-01', validTo: null },
    });
    await scans.office.import([
      ...['Bewilligungsbescheid', 'Änderungsbescheid', 'Mietvertrag'].map(keyword),
      {
        ...{ line: 'record', kind: 'office', id: newId(), scopeId: houseScopeId },
        body: { name: 'Jobcenter Musterkreis', county: 'Musterkreis' },
      },
    ]);
    const { ids, inboxes } = scans.office;
    for (const name of ['anna', 'bernd'] as const) {
      await scans.database.query(
        `update record set body = jsonb_set(body, '{inboxId}', to_jsonb($2::text)) where kind = 'worker' and id = $1`,
        [ids[name], inboxes[name]],
      );
    }
    return made;
  }

  start(given: Parameters<ScanOffice['start']>[0] = {}): ReturnType<ScanOffice['start']> {
    return this.scans.start({ folders: [], noticeFolders: [this.folder], ...given });
  }

  print(name: string, bytes: Uint8Array | string): Promise<void> {
    return this.scans.scan(name, bytes, this.folder);
  }

  /** Waits until every file has come to an end and has left its folder. */
  async settled(count: number) {
    const stacks = await vi.waitFor(async () => {
      const found = await this.scans.stacks();
      expect(found.filter(({ state }) => state !== 'waiting' && state !== 'inWork')).toHaveLength(count);
      return found;
    }, within);
    await vi.waitFor(async () => expect(await this.scans.filesLeft(this.folder)).toEqual([]), within);
    return stacks;
  }

  async filed(): Promise<Filed[]> {
    const { rows } = await this.scans.database.query<Filed>(
      `select document.scope_id as "caseFileId", document.body, document.body ->> 'title' as title,
         (select keyword.body ->> 'name' from record keyword where keyword.kind = 'keyword'
            and keyword.id = (link.body ->> 'keywordId')::uuid) as keyword,
         (select page.body ->> 'text' from record page where page.kind = 'page' and page.scope_id = document.scope_id
            and page.parent_id = (document.body ->> 'versionId')::uuid and page.body ->> 'number' = '1') as text
       from record document
       join record link on link.scope_id = document.scope_id and link.kind = 'documentKeyword' and link.parent_id = document.id
       where document.kind = 'document' and not document.deleted
       order by (document.body ->> 'sheetFrom')::integer, document.scope_id`,
    );
    return rows;
  }

  async letters(): Promise<{ inboxId: Id; body: Record<string, unknown> }[]> {
    const { rows } = await this.scans.database.query<{ inboxId: Id; body: Record<string, unknown> }>(
      `select scope_id as "inboxId", body from record where kind = 'inboxItem' and not deleted order by body ->> 'title'`,
    );
    return rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.scans[Symbol.asyncDispose]();
  }
}

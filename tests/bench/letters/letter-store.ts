import { join } from 'node:path';
import { keywordLinkIdOf, pageWrites, versionIdOf } from '../../../core/commands/document-parts.ts';
import type { ImportLine } from '../../../core/contract/central.ts';
import { startEmbeddedPostgres } from '../../../central/postgres/embedded.ts';
import { type Database, openDatabase } from '../../../central/store/database.ts';
import { ensureHouse } from '../../../central/store/first-run.ts';
import { type ImportBatch, importBatch } from '../../../central/store/import-batch.ts';
import { migrate } from '../../../central/store/migrate.ts';
import { caseLines } from '../../../demo/filling/case-lines.ts';
import { officeLines } from '../../../demo/filling/office-lines.ts';
import { sampleId } from '../../../demo/filling/sample-ids.ts';
import type { SampleOffice } from '../../../demo/sample/generate.ts';
import type { SampleLetter } from './samples.ts';

/** A centre's tables with all case files of an office and these letters filed in them, as they are read. */
export async function openLetterStore(
  folder: string,
  office: SampleOffice,
  filed: readonly SampleLetter[],
): Promise<{ database: Database; close(): Promise<void> }> {
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'zentrale') });
  const database = openDatabase(postgres.connectionString, { connections: 4 });
  await migrate(database);
  await ensureHouse(database);
  const actorId = sampleId('bench');
  await importBatch(database, actorId, batchOf([...officeLines(office)]));
  for (const file of office.caseFiles()) {
    const lines: ImportLine[] = [];
    for await (const { line } of caseLines(office, { ...file, documents: [] }, false)) lines.push(line);
    await importBatch(database, actorId, batchOf(lines));
  }
  for (let from = 0; from < filed.length; from += 100) {
    await importBatch(database, actorId, batchOf(filed.slice(from, from + 100).flatMap(letterLines)));
  }
  await database.query('analyze');
  const close = async () => {
    await database.end();
    await postgres.stop();
  };
  return { database, close };
}

function batchOf(lines: readonly ImportLine[]): ImportBatch {
  const batch: ImportBatch = { scopes: [], grants: [], records: [], members: [] };
  for (const line of lines) {
    if (line.line === 'record') batch.records.push(line);
    if (line.line === 'member') batch.members.push(line);
    if (line.line !== 'scope') continue;
    batch.scopes.push({ id: line.scopeId, kind: line.kind });
    batch.grants.push(...line.grants.map((grant) => ({ ...grant, scopeId: line.scopeId })));
  }
  return batch;
}

function letterLines({ document, household, pages }: SampleLetter): ImportLine[] {
  const [scopeId, documentId, by] = [sampleId(household.key), sampleId(document.key), sampleId(household.workerKey)];
  const [versionId, at] = [versionIdOf(documentId), `${document.receivedDate}T11:00:00.000Z`];
  const { title, letterDate, receivedDate, sender, direction, pageCount } = document;
  const letter = { title, letterDate, receivedDate, sender, direction, pageCount, versionId, state: 'filed' };
  const record = (kind: 'document' | 'version' | 'documentKeyword', id: typeof documentId, body: object) => ({
    ...{ line: 'record' as const, kind, id, scopeId, body: { ...body } },
  });
  return [
    record('document', documentId, { ...letter, filedAt: at, filedBy: by, inboxItemId: null }),
    record('version', versionId, { ownerId: documentId, kind: document.form === 'mail' ? 'mail' : 'pdf' }),
    record('documentKeyword', keywordLinkIdOf(documentId, documentId), {
      ...{ documentId, keywordId: sampleId(document.keywordKey), addedAt: at, addedBy: by },
    }),
    ...pageWrites(
      scopeId,
      versionId,
      pages.map(({ text }) => text),
    ).flatMap(({ id, body }) =>
      body ? [{ line: 'record' as const, kind: 'page' as const, id, scopeId, body: { ...body } }] : [],
    ),
  ];
}

import { join } from 'node:path';
import type { ImportLine } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { Level } from '../../../core/domain/levels.ts';
import { CentralAccess } from '../../../demo/filling/central-access.ts';
import { officeLines, officeRecordLine, recordLine, scopeLine } from '../../../demo/filling/office-lines.ts';
import { sampleId } from '../../../demo/filling/sample-ids.ts';
import { generateOffice } from '../../../demo/sample/generate.ts';
import { startPart } from '../../e2e/support/parts.ts';
import { newId } from '../large-desk.ts';

const adminPassword = 'messung-messung';
/** The one worker whose desks are measured. */
export const account = { login: 'jensen', password: 'messung1' };

/** A real centre, filled: what the parts of the measurement work on. */
export type House = {
  address: string;
  /** A folder of this run, removed at its end. */
  folder: string;
  caseFileIds: Id[];
  /** As administration. */
  access: CentralAccess;
};

/** Starts a centre in `folder` and fills it with case files of 501 records each. `database`: a PostgreSQL that is there already. */
export async function startHouse(
  folder: string,
  caseFiles: number,
  database?: string,
): Promise<{ house: House; stop: () => Promise<void> }> {
  const words = ['--data', join(folder, 'zentrale'), '--port', '0', ...(database ? ['--database', database] : [])];
  const central = await startPart('central/start.ts', words, { AKTENPULT_ADMIN_PASSWORD: adminPassword });
  try {
    const access = new CentralAccess(central.address, adminPassword);
    const caseFileIds = await fill(access, caseFiles);
    return { house: { address: central.address, folder, caseFileIds, access }, stop: () => central.stop() };
  } catch (error) {
    await central.stop();
    throw error;
  }
}

/** A house with one worker and case files of 500 records each. */
async function fill(access: CentralAccess, caseFiles: number): Promise<Id[]> {
  const office = generateOffice({ households: 12 });
  await access.send([...officeLines(office)]);
  const workerId = sampleId('worker:jensen');
  const ids: Id[] = [];
  for (let number = 0; number < caseFiles; number += 1) {
    const caseFileId = newId();
    ids.push(caseFileId);
    await access.send(caseFileLines(caseFileId, [[workerId, 'write']], number));
  }
  await access.makeAccount({ workerId, ...account, role: 'worker' });
  await access.send([officeRecordLine(office)]);
  await access.finish();
  return ids;
}

const dayAfter = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** One more case file like the others, with rights of its own; the first is its worker's. */
export async function addCaseFile(access: CentralAccess, grants: [Id, Level][]): Promise<Id> {
  const caseFileId = newId();
  await access.send(caseFileLines(caseFileId, grants, 900_000));
  return caseFileId;
}

function caseFileLines(caseFileId: Id, grants: [Id, Level][], number: number): ImportLine[] {
  const lines: ImportLine[] = [scopeLine(caseFileId, 'c', grants)];
  const workerId = grants[0]?.[0] ?? caseFileId;
  const at = '2026-01-05T09:00:00.000Z';
  lines.push(
    recordLine({
      kind: 'caseFile',
      id: caseFileId,
      scopeId: caseFileId,
      body: {
        fileNumber: `31402BG${String(1_000_000 + number)}`,
        kind: 'benefit',
        title: `Messung, Fall ${number}`,
        householdId: null,
        workerId,
        state: 'running',
        approvedFrom: null,
        approvedUntil: null,
        openedOn: '2024-01-01',
        nextSheet: 1,
      },
    }),
  );
  for (let count = 0; count < 250; count += 1) {
    const id = newId();
    const body = {
      documentId: null,
      dueOn: dayAfter(count), // one of each file is due
      subject: `Vorgang ${count}`,
      createdAt: at,
      createdBy: workerId,
      completedAt: null,
      completedBy: null,
    };
    lines.push(recordLine({ kind: 'followUp', id, scopeId: caseFileId, body }));
    const entry = {
      documentId: id,
      field: 'title',
      oldValue: `alt ${count}`,
      newValue: `neu ${count}`,
      at,
      by: workerId,
    };
    lines.push(recordLine({ kind: 'historyEntry', id: newId(), scopeId: caseFileId, body: entry }));
  }
  return lines;
}

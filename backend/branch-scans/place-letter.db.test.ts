import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { beforeEach, expect, test, vi } from 'vitest';
import { denialIdOf } from '../../core/commands/case-access.ts';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest((opened) => {
  ({ world, desk } = opened);
});

let berg: Id;
beforeEach(() => {
  berg = world.newId();
  const names = { familyName: 'Berg', givenName: 'Nils', signature: 'NB' };
  const body = { ...names, role: 'worker' as const, teamId: null, inboxId: null, isActive: true };
  world.centre.write([{ kind: 'worker', id: berg, scopeId: houseScopeId, body }]);
});

async function scan(lines: string[]): Promise<void> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage([595, 842]);
  for (const [index, line] of lines.entries()) page.drawText(line, { x: 60, y: 780 - index * 20, size: 11, font });
  const bytes = await document.save();
  const { branchScans } = desk.client;
  const { uploadId } = await branchScans.begin({ fileName: 'Scan.pdf', size: bytes.length, source: 'upload' });
  await branchScans.part({ uploadId, offset: 0, bytes: new Uint8Array(bytes) });
  await branchScans.finish({ uploadId });
}

/** Where the scan ended. */
const placed = () =>
  vi.waitFor(
    async () => {
      const [scanned] = (await desk.client.branchScans.overview({})).scans;
      expect(scanned).toMatchObject({ state: 'done' });
      const [letter] = scanned?.documents ?? [];
      if (!letter) throw new Error('no letter yet');
      return letter;
    },
    { timeout: 50_000, interval: 50 },
  );

/** Somebody stands in for Jensen. */
function away(substituteWorkerId: Id): void {
  const body = {
    ...{ absentWorkerId: world.jensen.workerId, substituteWorkerId, reason: 'Urlaub', kind: 'handOver' as const },
    ...{ from: '2026-11-20T00:00:00.000Z', to: '2026-12-20T00:00:00.000Z' },
    ...{ startedBy: world.jensen.workerId, endedAt: null, endedBy: null },
  };
  world.centre.write([{ kind: 'substitution', id: world.newId(), scopeId: houseScopeId, body }]);
}

const forPetersen = ['Sehr geehrte Damen und Herren,', 'BG-Nummer: 13102BG0004710', 'anbei die Unterlagen.'];

test('what is scanned for somebody who is away goes to whoever stands in for her, and says so', async () => {
  away(world.thomsen.workerId);
  await logIn(desk, world.thomsen);
  desk.isOnline = false;
  await scan(forPetersen);
  const { inboxId, itemId } = await placed();
  expect(inboxId).toBe(world.thomsen.inboxId);
  expect(await desk.client.inbox.item({ inboxId, itemId })).toMatchObject({
    remark: 'In Vertretung.',
    proposedCase: { caseFileId: world.caseFileId },
  });
});

test('nobody who is kept out of a file finds its letters in a Postkorb she reads', async () => {
  const { caseFileId, jensen } = world;
  away(berg);
  const body = {
    ...{ workerId: berg, cause: 'bias' as const, reason: 'Verwandt', from: '2026-11-01T00:00:00.000Z', to: null },
    ...{ startedBy: jensen.workerId, endedAt: null, endedBy: null, endReason: null },
  };
  world.centre.write([{ kind: 'caseAccess', id: denialIdOf(caseFileId, berg), scopeId: caseFileId, body }]);
  await logIn(desk, world.thomsen);
  await scan(forPetersen);
  // Berg reads the Postkorb of Jensen while she is away.
  const { inboxId, itemId } = await placed();
  expect(inboxId).toBe(world.thomsen.inboxId);
  expect((await desk.client.inbox.item({ inboxId, itemId })).remark).toContain('nicht erreichbar');
});

test('a number of a court that stands in a letter of a file leads there without the centre', async () => {
  const { caseFileId } = world;
  const text = 'Sozialgericht Schleswig\nAktenzeichen: S 12 AS 345/26 ER\nLadung zum Termin für Anna Petersen';
  const bytes = new TextEncoder().encode(text);
  const content = { ...world.content(world.centre.keepBlob(bytes), bytes.length), pageCount: 1 };
  const args = { caseFileId, documentId: world.newId(), filing: world.filing('Ladung'), content, pageTexts: [text] };
  const result = world.centre.decide(world.jensen.workerId, {
    ...{ id: world.newId(), name: 'addDocument', at: world.now(), args },
  });
  expect(result.result).toBe('ok');
  await logIn(desk, world.thomsen);
  desk.isOnline = false;
  await scan([
    'Sozialgericht Schleswig',
    'Aktenzeichen: S 12 AS 345/26 ER',
    'In dem Rechtsstreit ist der Termin aufgehoben.',
  ]);
  const { inboxId, itemId } = await placed();
  const { proposedCase, candidates } = await desk.client.inbox.item({ inboxId, itemId });
  const found = [proposedCase, ...candidates].find((one) => one?.caseFileId === caseFileId);
  expect(found?.explanation).toMatch(/S 12 AS 345\/26 ER/);
});

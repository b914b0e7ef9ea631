import { afterEach, expect, it } from 'vitest';
import { diagnosticsOf } from '../../backend/sync/diagnostics.ts';
import { runCommand } from '../../backend/commands/run-command.ts';
import type { ImportLine } from '../../core/contract/central.ts';
import type { RecordWrite } from '../../core/commands/rule.ts';
import { recordCounts } from '../../db/queries/store-facts.ts';
import { caseLines, followUpLine, inboxLines } from '../../demo/filling/case-lines.ts';
import { officeLines } from '../../demo/filling/office-lines.ts';
import { sampleId } from '../../demo/filling/sample-ids.ts';
import { generateOffice } from '../../demo/sample/generate.ts';
import type { SampleHousehold } from '../../demo/sample/types.ts';
import { DeskWorld } from '../support/desk-world.ts';

let world: DeskWorld | undefined;
afterEach(() => world?.close());

/** Words of the program that the sample data contain as well; none of them is about anybody. */
const ordinary = new Set(['document', 'worker', 'version', 'running', 'contents', 'present', 'platform', 'benefit']);

/** Every text the sample office has in its records that could tell something: names, titles, numbers, streets, texts, keywords. */
function canaries(lines: readonly ImportLine[]): string[] {
  const found = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') for (const word of value.split(/[\s,.;:()„“"/|]+/)) found.add(word);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(collect);
  };
  for (const line of lines) if (line.line === 'record') collect(line.body);
  const isTelling = (word: string) =>
    word.length >= 5 && !/^\d{4}-\d\d-\d\d/.test(word) && /[A-ZÄÖÜ]|\d{5}/.test(word) && !ordinary.has(word);
  return [...found].filter(isTelling);
}

// S32: words of the program only, held against every telling word of a filled office
it('the diagnostics file of a filled desk with waiting and refused work holds no name, title, number, text or account', async () => {
  world = new DeskWorld();
  const office = generateOffice({ households: 6 });
  const [account] = office.workers;
  if (!account) throw new Error('the sample office has no workers');
  const lines: ImportLine[] = [...officeLines(office)];
  const households = new Map<string, SampleHousehold>();
  for (const file of office.caseFiles()) {
    households.set(file.household.key, file.household);
    for await (const { line } of caseLines(office, file, false)) lines.push(line);
  }
  for (const item of office.inboxItems()) lines.push(...(await inboxLines(item, households, false)).lines);
  for (const followUp of office.followUps()) lines.push(followUpLine(followUp));

  const workerId = sampleId(account.key);
  const { centre } = world;
  centre.accounts.splice(0); // the house of the sample office takes the place of the small one
  centre.accounts.push({ login: account.login, password: `${account.login}-kennwort`, workerId, role: 'worker' });
  const writes: RecordWrite[] = [];
  for (const line of lines) {
    if (line.line === 'scope' && !centre.state.scopes.has(line.scopeId)) {
      const grants = line.grants.map(({ principalId, level }): [typeof principalId, typeof level] => [
        principalId,
        level,
      ]);
      centre.addScope(line.scopeId, line.kind, [...grants, [workerId, 'write']]);
    }
    if (line.line === 'record') writes.push({ ...line, body: line.body } as unknown as RecordWrite);
  }
  centre.write(writes);

  let isDown = false;
  const desk = world.openDesk(
    { login: account.login, workerId, inboxId: workerId },
    {
      weather: (call) => (isDown || call === 'blob' ? 'lostRequest' : 'fine'),
    },
  );
  await desk.sync.syncNow();
  const caseFile = lines.find((line) => line.line === 'record' && line.kind === 'caseFile');
  if (caseFile?.line !== 'record') throw new Error('the sample office has no case files');
  isDown = true;
  const canaryText = `Telefonat mit ${String(caseFile.body['title'])} Kanarienvogel`;
  const refused = runCommand(desk.desk, 'createFollowUp', {
    ...{ caseFileId: caseFile.scopeId, followUpId: world.newId(), documentId: null },
    ...{ dueOn: '2026-12-01', subject: canaryText },
  });
  runCommand(desk.desk, 'addNote', {
    ...{ caseFileId: caseFile.scopeId, noteId: world.newId(), documentId: null, text: canaryText },
    ...{ isPinned: true, isPhoneCall: true },
  });
  await desk.sync.syncNow();
  isDown = false;
  centre.state.decided.set(refused.commandId, {
    ...{ id: refused.commandId, result: 'refused', code: canaryText, message: canaryText },
    ...{ details: { by: canaryText }, hints: [], scopes: [] },
  });
  await desk.sync.syncNow();
  isDown = true;
  runCommand(desk.desk, 'addNote', {
    ...{ caseFileId: caseFile.scopeId, noteId: world.newId(), documentId: null, text: canaryText },
    ...{ isPinned: true, isPhoneCall: true },
  });
  await desk.sync.syncNow();
  await desk.sync.syncNow();

  const { text, fileName } = diagnosticsOf({ desk: desk.desk, sync: desk.sync, offlineUntil: null });
  const facts = JSON.parse(text) as Record<string, never>;
  expect(facts).toMatchObject({
    format: 'aktenpult-diagnostics',
    outbox: [{ name: 'addNote', state: 'waiting', count: 1 }],
    clarifications: [{ name: 'createFollowUp', code: 'other', count: 1 }],
    records: recordCounts(desk.store.db),
    failures: expect.arrayContaining([expect.objectContaining({ part: 'line', code: 'offline' })]),
  });
  const words = [...canaries(lines), 'Kanarienvogel', account.login, ...office.workers.map(({ login }) => login)];
  expect(words.length).toBeGreaterThan(500);
  const told = `${fileName}\n${text}`;
  expect(words.filter((word) => told.includes(word))).toEqual([]);
  // The records named above are on the desk: the file leaves them out, it is not that there was nothing to leave out.
  expect(recordCounts(desk.store.db).page).toBeGreaterThan(100);
});

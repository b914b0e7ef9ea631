import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandArgs, CommandName } from '../../core/commands/registry.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { listActs } from '../../db/acts.ts';
import { listClarifications } from '../../db/clarifications.ts';
import { countWaiting, outboxEntries } from '../../db/outbox.ts';
import { summedDigest } from '../../db/pulled-rows.ts';
import { idText } from '../../db/record-tables.ts';
import { recordsOfScope } from '../../db/records.ts';
import { listScopes, scopeDigest } from '../../db/scopes.ts';
import { all, first } from '../../db/sql.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { runCommand, takeBack } from '../commands/run-command.ts';

// Random work on three desks over a bad line, with rights that come and go, kills and a restored centre; afterwards fine weather.
// Then: every command was decided once, in each desk's order, or waits in "Klärung"; desks hold what the centre holds, no more.

const steps = [
  'deliver',
  'file',
  'file',
  'forward',
  'note',
  'revise',
  'followUp',
  'complete',
  'rename',
  'keywords',
  'retract',
  'move',
  'mark',
  'undo',
  'sync',
  'sync',
  'sync',
  'storm',
  'calm',
  'kill',
  'revoke',
  'grant',
  'backup',
  'restore',
] as const;
type Step = { step: (typeof steps)[number]; desk: number; pick: number };

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  step: fc.constantFrom(...steps),
  desk: fc.nat(2),
  pick: fc.nat(1_000),
});

type Sea = { world: DeskWorld; desks: TestDesk[]; stormy: boolean[]; done: Id[][]; copy: unknown };

function idsIn(one: TestDesk, table: string, where = '1'): { id: Id; scopeId: Id }[] {
  return all<{ id: Uint8Array; scope_id: Uint8Array }>(
    one.store.db,
    `SELECT id, scope_id FROM ${table} WHERE ${where} ORDER BY row`,
  ).map((row) => ({ id: idText(row.id), scopeId: idText(row.scope_id) }));
}

function pickFrom<Member>(members: readonly Member[], pick: number): Member | undefined {
  return members[pick % Math.max(1, members.length)];
}

/** Does one command; what the desk refuses at once has not happened. */
function order<Name extends CommandName>(sea: Sea, deskIndex: number, name: Name, args: CommandArgs<Name>): void {
  attempt(sea, deskIndex, (one) => runCommand(one.desk, name, args).commandId);
}

function attempt(sea: Sea, deskIndex: number, work: (one: TestDesk) => Id): void {
  const one = sea.desks[deskIndex] as TestDesk;
  try {
    sea.done[deskIndex]?.push(work(one));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

function openDesk(sea: Sea, index: number, folder?: string): TestDesk {
  const { world } = sea;
  const weather = () => {
    const chance = sea.stormy[index] ? world.random() : 1;
    return chance < 0.25 ? ('lostRequest' as const) : chance < 0.5 ? ('lostAnswer' as const) : ('fine' as const);
  };
  const rowsPerAnswer = 1 + Math.floor(world.random() * 12);
  return world.openDesk(index === 1 ? world.thomsen : world.jensen, {
    weather,
    rowsPerAnswer,
    filesPerStream: Math.floor(world.random() * 3),
    cutAt: world.random,
    ...(folder ? { folder } : {}),
  });
}

async function take(sea: Sea, { step, desk: index, pick }: Step): Promise<void> {
  const { world } = sea;
  const one = sea.desks[index] as TestDesk;
  const caseFileId = pick % 2 === 0 ? world.caseFileId : world.otherCaseFileId;
  const inboxId = index === 1 ? world.thomsen.inboxId : world.jensen.inboxId;
  const item = pickFrom(idsIn(one, 'inbox_item', `state = 'open'`), pick);
  const document = pickFrom(idsIn(one, 'document'), pick);
  world.time += 1_000;
  switch (step) {
    case 'deliver':
      world.deliver(pick % 2 === 0 ? world.jensen : world.thomsen, `Brief ${pick}`);
      return;
    case 'file':
      if (!item) return;
      return order(sea, index, 'fileInboxItem', {
        inboxId,
        itemId: item.id,
        caseFileId,
        documentId: world.newId(),
        filing: world.filing(`T${pick}`),
      });
    case 'forward': {
      const targetInboxId = index === 1 ? world.jensen.inboxId : world.thomsen.inboxId;
      if (!item) return;
      return order(sea, index, 'forwardInboxItem', {
        inboxId,
        itemId: item.id,
        targetInboxId,
        newItemId: world.newId(),
        remark: null,
      });
    }
    case 'note':
      return order(sea, index, 'addNote', {
        caseFileId,
        noteId: world.newId(),
        documentId: null,
        text: `V${pick}`,
        isPinned: false,
        isPhoneCall: false,
      });
    case 'revise': {
      const note = pickFrom(idsIn(one, 'note'), pick);
      if (!note) return;
      return order(sea, index, 'reviseNote', {
        caseFileId: note.scopeId,
        noteId: world.newId(),
        replaces: [note.id],
        text: `N${pick}`,
        isPinned: false,
      });
    }
    case 'followUp':
      return order(sea, index, 'createFollowUp', {
        caseFileId,
        followUpId: world.newId(),
        documentId: null,
        dueOn: '2026-12-01',
        subject: `W${pick}`,
      });
    case 'complete': {
      const followUp = pickFrom(idsIn(one, 'follow_up'), pick);
      if (!followUp) return;
      return order(sea, index, 'completeFollowUp', { caseFileId: followUp.scopeId, followUpId: followUp.id });
    }
    case 'rename':
      if (!document) return;
      return order(sea, index, 'setDocumentDetails', {
        caseFileId: document.scopeId,
        documentId: document.id,
        before: {},
        after: { title: `U${pick}` },
      });
    case 'keywords':
      if (!document) return;
      return order(sea, index, 'setDocumentKeywords', {
        caseFileId: document.scopeId,
        documentId: document.id,
        add: [world.newId()],
        removeLinks: [],
        isProtected: pick % 3 === 0,
      });
    case 'retract':
      if (!document) return;
      return order(sea, index, 'retractDocument', {
        caseFileId: document.scopeId,
        documentId: document.id,
        reason: 'Irrtum',
      });
    case 'move': {
      const toCaseFileId = document?.scopeId === world.caseFileId ? world.otherCaseFileId : world.caseFileId;
      if (!document) return;
      return order(sea, index, 'moveDocument', {
        caseFileId: document.scopeId,
        documentId: document.id,
        toCaseFileId,
        newDocumentId: world.newId(),
        reason: '',
      });
    }
    case 'mark':
      if (!document) return;
      return order(sea, index, 'markDocument', {
        workerId: one.workerId,
        caseFileId: document.scopeId,
        documentId: document.id,
        isRead: pick % 2 === 0,
      });
    case 'undo': {
      const act = pickFrom(listActs(one.store.db, '2000-01-01T00:00:00.000Z'), pick);
      if (act) attempt(sea, index, (desk) => takeBack(desk.desk, act.commandId).commandId);
      return;
    }
    case 'sync':
      await one.sync.syncNow();
      return;
    case 'storm':
    case 'calm':
      sea.stormy[index] = step === 'storm';
      return;
    case 'kill':
      await world.closeDesk(one);
      sea.desks[index] = openDesk(sea, index, one.folder);
      return;
    case 'revoke':
    case 'grant':
      world.centre.grant(
        caseFileId,
        world.thomsen.workerId,
        step === 'grant' ? 'write' : pick % 3 === 0 ? 'read' : null,
      );
      return;
    case 'backup':
      sea.copy = world.centre.backup();
      return;
    case 'restore':
      if (sea.copy) world.centre.restore(sea.copy as ReturnType<typeof world.centre.backup>);
      sea.copy = null;
  }
}

async function calmDown(sea: Sea): Promise<void> {
  sea.stormy.fill(false);
  for (let round = 0; round < 6; round += 1) for (const one of sea.desks) await one.sync.syncNow();
}

function checkDesk(sea: Sea, index: number): void {
  const { world } = sea;
  const one = sea.desks[index] as TestDesk;
  const { db } = one.store;
  expect(countWaiting(db), 'nothing waits').toBe(0);
  expect(outboxEntries(db), 'nothing accepted waits for its rows').toEqual([]);
  expect(first(db, 'SELECT 1 FROM undo_image'), 'no image is left').toBeUndefined();
  const decided = world.centre.state.decided;
  const clarified = new Set(listClarifications(db).map(({ id }) => id));
  for (const id of sea.done[index] ?? []) {
    const result = decided.get(id)?.result;
    expect(result === 'ok' || clarified.has(id), `command ${id} is ${result}`).toBe(true);
  }
  const own = new Set(sea.done[index]);
  const carriedOut = world.centre.state.order.filter((id) => own.has(id));
  expect(carriedOut, 'order is kept').toEqual((sea.done[index] ?? []).filter((id) => carriedOut.includes(id)));

  const readable = world.centre.readableScopes(one.workerId);
  expect(
    listScopes(db)
      .map((scope) => scope.id)
      .sort(),
  ).toEqual(readable.map((scope) => scope.id).sort());
  for (const scope of readable) {
    const there = [...scope.rows.values()]
      .filter((row) => !row.deleted)
      .map(({ kind, id, ver, body }) => ({ kind, id, ver, body }));
    const here = recordsOfScope(db, scope.id).map(({ kind, id, ver, body }) => ({ kind, id, ver, body }));
    const sorted = <Row extends { kind: string; id: string }>(rows: Row[]) =>
      rows.sort((left, right) => (left.kind + left.id < right.kind + right.id ? -1 : 1));
    expect(sorted(here)).toEqual(sorted(there));
    expect(summedDigest(db, scope.id)).toBe(scopeDigest(db, scope.id));
  }
  expect(first(db, 'SELECT 1 FROM document WHERE scope_id NOT IN (SELECT id FROM scope)')).toBeUndefined();
  expect(first(db, 'SELECT 1 FROM text_entry WHERE scope_id NOT IN (SELECT id FROM scope)')).toBeUndefined();
  expect(first(db, 'SELECT 1 FROM document WHERE is_pending = 1')).toBeUndefined();
  const pages = 'SELECT scope_id, version_id, number FROM page';
  const indexed = `SELECT scope_id, owner_id, page_number FROM text_entry WHERE owner_kind = 'page'`;
  expect(all(db, `${pages} EXCEPT ${indexed}`), 'every page is found').toEqual([]);
  expect(all(db, `${indexed} EXCEPT ${pages}`), 'no page is found that is gone').toEqual([]);
  expect(all(db, 'SELECT row FROM text_entry ORDER BY row')).toEqual(
    all(db, 'SELECT rowid AS row FROM search_text ORDER BY rowid'),
  );
}

describe('desks over a bad line', () => {
  // S6: a few looks over a good line empty every outbox, whatever was cut, killed or restored
  it('lose no command, double none and end with what the centre holds', { timeout: 180_000 }, async () => {
    const runs = Number(process.env['SYNC_RUNS'] ?? 25);
    const property = fc.asyncProperty(
      fc.array(stepArbitrary, { minLength: 10, maxLength: 70 }),
      fc.integer(),
      async (work, seed) => {
        const world = new DeskWorld(seed);
        const sea: Sea = { world, desks: [], stormy: [false, false, false], done: [[], [], []], copy: null };
        try {
          for (let index = 0; index < 3; index += 1) {
            const one = openDesk(sea, index);
            sea.desks.push(one);
            await one.sync.syncNow();
          }
          for (const step of work) await take(sea, step);
          await calmDown(sea);
          for (let index = 0; index < 3; index += 1) checkDesk(sea, index);
        } finally {
          await world.close();
        }
      },
    );
    await fc.assert(property, { numRuns: runs });
  });
});

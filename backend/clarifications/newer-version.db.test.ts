import { expect, test, vi } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { ownScopeOf } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, deskForEachTest, logIn } from '../../tests/support/backend-desk.ts';
import type { DeskWorld } from '../../tests/support/desk-world.ts';

// What a newer version of the program did, met by this one: at another desk of hers that was renewed already, or at this one before it was
// set back.

let world: DeskWorld;
let desk: BackendDesk;
deskForEachTest((opened) => {
  ({ world, desk } = opened);
});
const rows = async () => (await desk.client.clarifications.list({})).rows;
const newer = 'Das stammt aus einer neueren Fassung von Aktenpult.';

/** Puts rows into a scope as a newer centre would. */
function write(scopeId: Id, rowsOf: { kind: string; id: Id; body: object }[]): void {
  const scope = world.centre.scope(scopeId);
  for (const row of rowsOf) {
    scope.head += 1;
    scope.rows.set(`${row.kind}/${row.id}`, { ...row, ver: scope.head, deleted: false } as never);
  }
}

test('work refused that only a newer version understands is readable in Klärung and stays there', async () => {
  const args = { caseFileId: world.caseFileId, hearing: { words: 'Anhörung vorbereitet' }, keywordIds: 'eines' };
  const id = world.newId();
  world.centre.state.refusals.set(id, {
    ...{ id, name: 'planHearing', args, schema: 9, at: world.now(), refusedAt: world.now() },
    ...{ code: 'invalid', message: 'Der Termin ist schon vergeben.', details: {} },
    ...{ workerId: world.jensen.workerId, isSettled: false },
  });
  await logIn(desk, world.jensen);
  await vi.waitFor(async () => expect(await rows()).toHaveLength(1), 15_000);
  const [row] = await rows();
  expect(row).toMatchObject({ kind: 'refusal', actions: [] });
  expect(row?.message).toContain('Der Termin ist schon vergeben.');
  expect(row?.message).toContain(newer);
  expect(row?.content.map(({ value }) => value)).toContain('Anhörung vorbereitet');
  for (const action of ['retry', 'dismiss'] as const) {
    await expect(desk.client.clarifications.settle({ clarificationId: id, action })).rejects.toMatchObject({
      code: 'conflict',
    });
  }
  expect(await rows()).toHaveLength(1);
});

// S35: nothing of a newer version can be decided here, only read
test('late work and an overlap of a newer kind are told, and left for the renewed program', async () => {
  const { workerId } = world.jensen;
  const [lateId, overlapId] = [world.newId(), world.newId()];
  const settled = { settledBy: null, settledAt: null, settleReason: null };
  write(world.caseFileId, [
    {
      ...{ kind: 'lateWork', id: lateId },
      body: {
        ...{ authorId: world.thomsen.workerId, name: 'planHearing', args: { words: 'Anhörung' }, schema: 9 },
        ...{ label: 'Anhörung', atDesk: world.now(), placeId: world.caseFileId, placeKind: 'c', ownerId: workerId },
        ...{ state: 'open', ...settled },
      },
    },
  ]);
  write(ownScopeOf(workerId), [
    {
      ...{ kind: 'overlap', id: overlapId },
      body: {
        ...{ cause: 'hearingMoved', caseFileId: world.caseFileId, targetId: world.newId() },
        ...{ values: { day: 'Dienstag' }, ownAt: world.now(), byId: world.thomsen.workerId, byAt: world.now() },
      },
    },
  ]);
  await logIn(desk, world.jensen);
  await vi.waitFor(async () => expect(await rows()).toHaveLength(2), 15_000);
  const [late, overlap] = await rows();
  expect(late).toMatchObject({ kind: 'lateWork', actions: [], message: expect.stringContaining(newer) });
  expect(overlap).toMatchObject({
    ...{ kind: 'overlap', content: [{ value: 'Dienstag' }], actions: [{ action: 'acknowledge' }] },
    message: expect.stringContaining('nach der Aktualisierung'),
  });
});

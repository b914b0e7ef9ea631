import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Poke, PullResponse } from '../../core/contract/central.ts';
import { outboxEntries } from '../../db/outbox.ts';
import { readRecord } from '../../db/records.ts';
import { readScope } from '../../db/scopes.ts';
import { pulledScope } from '../../tests/support/memory-central.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { runCommand } from '../commands/run-command.ts';

let world: DeskWorld;
beforeEach(() => {
  world = new DeskWorld();
});
afterEach(() => world.close());

/** Thomsen's desk, with everything there and nothing to do; `pokes` says what arrives of each poke from now on. */
async function idleDesk(
  pokes: (poke: Poke) => (Poke | null)[],
  options: { tellsRows?: boolean } = {},
): Promise<TestDesk> {
  let isReady = false;
  const desk = world.openDesk(world.thomsen, { ...options, pokes: (poke) => (isReady ? pokes(poke) : [poke]) });
  await desk.sync.syncNow();
  desk.calls.length = 0;
  isReady = true;
  return desk;
}

/** A letter put into Thomsen's Postkorb by the centre. */
const deliver = () => world.deliver(world.thomsen, 'Brief');
const has = (desk: TestDesk, itemId: ReturnType<typeof deliver>) =>
  readRecord(desk.store.db, 'inboxItem', world.thomsen.inboxId, itemId) !== null;
/** The poke with what a pull that has all but the newest version of its scopes would get. */
const bringing = (poke: Poke): Poke & { pulled: PullResponse } => {
  const scopes = poke.heads.map(({ scopeId, head }) => pulledScope(world.centre, scopeId, head - 1, 100));
  return { ...poke, pulled: { epoch: world.centre.state.epoch, scopes, denied: [] } };
};
const asked = (desk: TestDesk) => desk.calls.filter((call) => call === 'changes' || call === 'pull');

describe('a poke', () => {
  it('that names scopes and versions has them pulled at once, without asking what changed', async () => {
    const desk = await idleDesk((poke) => [poke]);
    const itemId = deliver();
    await expect.poll(() => has(desk, itemId)).toBe(true);
    expect(asked(desk)).toEqual(['pull']);
  });

  // S11, S18: a head that is known already is dropped, as when a poke is doubled
  it('that comes twice has the rows fetched once', async () => {
    const desk = await idleDesk((poke) => [poke, poke, poke]);
    const itemId = deliver();
    await expect.poll(() => has(desk, itemId)).toBe(true);
    const next = deliver();
    await expect.poll(() => has(desk, next)).toBe(true);
    expect(asked(desk)).toEqual(['pull', 'pull']);
  });

  // S18: a missing poke costs time only, since the desk asks for everything all the same
  it('that gets lost is made up for by the next look, even while other pokes keep coming', async () => {
    let losses = 1;
    const desk = await idleDesk((poke) => (losses-- > 0 ? [] : [poke]));
    const lost = deliver();
    const { caseFileId } = world;
    const note = (text: string) => ({ parentIds: [], text, documentId: null, isPinned: false, isPhoneCall: false });
    for (let count = 1; count <= 3; count += 1) {
      const body = { ...note('Anruf'), createdAt: world.now(), createdBy: world.jensen.workerId };
      const whole = { ...body, retractedAt: null, retractReason: null };
      world.centre.write([{ kind: 'note', id: world.newId(), scopeId: caseFileId, body: whole }]);
      await expect.poll(() => readScope(desk.store.db, caseFileId)?.known).toBe(1 + count);
    }
    expect(has(desk, lost)).toBe(false);
    expect(asked(desk)).not.toContain('changes');
    desk.timers.fire();
    await expect.poll(() => has(desk, lost)).toBe(true);
  });

  it('that names a scope unknown here has the centre asked for everything', async () => {
    const foreign = world.newId();
    const desk = await idleDesk((poke) => [{ ...poke, heads: [...poke.heads, { scopeId: foreign, head: 7 }] }]);
    const itemId = deliver();
    await expect.poll(() => has(desk, itemId)).toBe(true);
    expect(asked(desk)[0]).toBe('changes');
    expect(readScope(desk.store.db, foreign)).toBeNull();
  });

  // S18: a poke that comes late
  it('of an older version that comes after a newer one asks for nothing', async () => {
    let older: Poke | null = null;
    const desk = await idleDesk((poke) => {
      if (older) return [poke, older];
      older = poke;
      return [];
    });
    const [first, second] = [deliver(), deliver()];
    await expect.poll(() => has(desk, second)).toBe(true);
    expect(has(desk, first)).toBe(true);
    await desk.sync.syncNow();
    expect(asked(desk)).toEqual(['pull', 'changes']);
  });

  it('of a version the centre does not have is not believed', async () => {
    const desk = await idleDesk((poke) => [
      { ...poke, heads: poke.heads.map(({ scopeId, head }) => ({ scopeId, head: head + 1_000 })) },
    ]);
    const itemId = deliver();
    await expect.poll(() => has(desk, itemId)).toBe(true);
    await desk.sync.syncNow();
    expect(asked(desk)).toEqual(['pull', 'changes']);
    const { head } = world.centre.scope(world.thomsen.inboxId);
    expect(readScope(desk.store.db, world.thomsen.inboxId)).toMatchObject({ known: head, head });
  });

  it('about changed rights has the new list of scopes asked for', async () => {
    const desk = await idleDesk((poke) => [poke]);
    const caseFileId = world.newId();
    world.centre.addScope(caseFileId, 'c', [[world.thomsen.workerId, 'write']]);
    await expect.poll(() => readScope(desk.store.db, caseFileId)?.level).toBe('write');
    world.centre.grant(caseFileId, world.thomsen.workerId, null);
    await expect.poll(() => readScope(desk.store.db, caseFileId)).toBeNull();
    expect(asked(desk)).not.toContain('pull');
  });

  // S47: rows of a poke are taken where they go on from what is here
  it('that brings the rows along is all it takes: nothing is pulled, however often it comes', async () => {
    const desk = await idleDesk((poke) => [bringing(poke), bringing(poke)]);
    const itemId = deliver();
    await expect.poll(() => has(desk, itemId)).toBe(true);
    const next = deliver();
    await expect.poll(() => has(desk, next)).toBe(true);
    expect(asked(desk)).toEqual([]);
    await desk.sync.syncNow();
    expect(asked(desk)).toEqual(['changes']);
  });

  // S47: a desk that stands elsewhere, or at another epoch (below), pulls
  it('that brings rows for a desk that stands elsewhere has them pulled', async () => {
    let losses = 1;
    const desk = await idleDesk((poke) => (losses-- > 0 ? [] : [bringing(poke)]));
    const [lost, next] = [deliver(), deliver()];
    await expect.poll(() => has(desk, next)).toBe(true);
    expect(has(desk, lost)).toBe(true);
    expect(asked(desk)).toEqual(['pull']);
  });

  it('that brings rows of another timeline, or of a scope unknown here, has the centre asked for everything', async () => {
    const unknown = world.newId();
    for (const strange of [
      (pulled: PullResponse) => ({ ...pulled, epoch: 'another' }),
      (pulled: PullResponse) => ({ ...pulled, scopes: pulled.scopes.map((one) => ({ ...one, scopeId: unknown })) }),
    ]) {
      const desk = await idleDesk((poke) => {
        const { pulled, ...hint } = bringing(poke);
        return [{ ...hint, pulled: strange(pulled) }];
      });
      const itemId = deliver();
      await expect.poll(() => has(desk, itemId)).toBe(true);
      expect(readScope(desk.store.db, unknown)).toBeNull();
      expect(asked(desk)).toContain('pull');
      await desk.sync.stop();
    }
  });

  it('without readable content has the centre asked for everything', async () => {
    const desk = await idleDesk(() => [null]);
    const itemId = deliver();
    await expect.poll(() => has(desk, itemId)).toBe(true);
    expect(asked(desk)).toEqual(['changes', 'pull']);
  });
});

describe('an own command', () => {
  it('is sent and its rows fetched, without asking what else changed', async () => {
    const desk = await idleDesk((poke) => [poke]);
    const { caseFileId } = world;
    const args = {
      caseFileId,
      noteId: world.newId(),
      documentId: null,
      text: 'Anruf',
      isPinned: false,
      isPhoneCall: true,
    };
    runCommand(desk.desk, 'addNote', args);
    desk.timers.fire(10);
    await expect.poll(() => readScope(desk.store.db, caseFileId)?.known).toBe(2);
    expect(desk.calls.filter((call) => call === 'push')).toHaveLength(1);
    expect(asked(desk)).not.toContain('changes');
  });

  it('whose rows come with the answer to the push is not fetched again', async () => {
    const desk = await idleDesk(() => [], { tellsRows: true });
    const { caseFileId } = world;
    const noteId = world.newId();
    const words = { documentId: null, text: 'Anruf', isPinned: false, isPhoneCall: true };
    runCommand(desk.desk, 'addNote', { caseFileId, noteId, ...words });
    desk.timers.fire(10);
    await expect.poll(() => readScope(desk.store.db, caseFileId)?.known).toBe(2);
    expect(outboxEntries(desk.store.db)).toEqual([]);
    expect(readRecord(desk.store.db, 'note', caseFileId, noteId)?.text).toBe('Anruf');
    expect(desk.calls.filter((call) => call !== 'presentBlobs')).toEqual(['push']);
  });
});

import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeskApi, deskApi, deskContractVersion } from '../../core/contract/desk.ts';
import type { Handlers } from '../../core/rpc/definition.ts';
import { memoryPortPair } from '../../core/rpc/memory-port.ts';
import { serve } from '../../core/rpc/serve.ts';
import { dependsOnCases, dependsOnInboxes, followChanges } from './changes.ts';
import { keepConnected } from './connection.ts';

describe('what a change touches', () => {
  it('is the answers about those case files and the lists over all of them', () => {
    expect(dependsOnCases(['documents', 'list', { caseFileId: 'a' }], ['a'])).toBe(true);
    expect(dependsOnCases(['documents', 'list', { caseFileId: 'b' }], ['a'])).toBe(false);
    expect(dependsOnCases(['caseFiles', 'list', { which: 'mine' }], ['a'])).toBe(true);
    expect(dependsOnCases(['followUps', 'list', { which: 'due', caseFileId: null }], ['a'])).toBe(true);
    expect(dependsOnCases(['office', 'directory', {}], ['a'])).toBe(false);
  });

  it('is the Postkorb told of and the overview', () => {
    expect(dependsOnInboxes(['inbox', 'list', { inboxId: 'a', show: 'open' }], ['a'])).toBe(true);
    expect(dependsOnInboxes(['inbox', 'list', { inboxId: 'b', show: 'open' }], ['a'])).toBe(false);
    expect(dependsOnInboxes(['inbox', 'overview', {}], ['a'])).toBe(true);
    expect(dependsOnInboxes(['documents', 'list', {}], ['a'])).toBe(false);
  });
});

describe('events of the backend', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });
  async function start() {
    const [page, backend] = memoryPortPair();
    const served = serve(backend, {
      api: deskApi,
      contractVersion: deskContractVersion,
      handlers: {} as Handlers<DeskApi>,
      onUnexpectedError: () => undefined,
    });
    const pipe = { port: page, token: null, welcomed: () => undefined, refused: () => undefined };
    const connection = keepConnected(async () => pipe);
    const queries = new QueryClient();
    closers.push(
      followChanges(queries, connection),
      () => connection.close(),
      () => queries.clear(),
    );
    await expect.poll(() => connection.state().state).toBe('open');
    return { served, queries };
  }
  const isStale = (queries: QueryClient, key: unknown[]) => queries.getQueryState(key)?.isInvalidated;

  it('make exactly the answers stale that depend on them', async () => {
    const { served, queries } = await start();
    const caseFileId = '0192a000-0000-7000-8000-000000000001';
    const changed = ['documents', 'list', { caseFileId }];
    const other = ['documents', 'list', { caseFileId: '0192a000-0000-7000-8000-000000000009' }];
    for (const key of [changed, other]) queries.setQueryData(key, { rows: [] });
    served.emit('caseFiles', 'changed', { caseFileIds: [caseFileId] });
    await expect.poll(() => isStale(queries, changed)).toBe(true);
    expect(isStale(queries, other)).toBe(false);
  });

  const worker = (id: string) => ({ id, familyName: 'Jensen' });
  const loggedIn = (id: string) => ({
    ...{ state: 'loggedIn', worker: worker(id), lock: null, notice: null },
    ...{ isOffline: false, offlineUntil: null, firstFetch: null },
  });
  const loggedOut = { ...loggedIn('1'), state: 'loggedOut', worker: null };
  const lockedFor = (id: string) => ({ ...loggedIn(id), state: 'locked' });
  const ofWorker = [
    ['notes', 'list', { caseFileId: 'a' }],
    ['desk', 'readSetting', { key: 'searches' }],
    ['search', 'query', { text: 'müller' }],
  ];
  const ofHouse = ['desk', 'configuration', {}];

  it("take everything of the worker's out of memory when she logs out, here or in another window", async () => {
    const { served, queries } = await start();
    queries.setQueryData(['session', 'state', {}], loggedIn('1'));
    for (const key of [...ofWorker, ofHouse]) queries.setQueryData(key, { secret: true });
    served.emit('session', 'changed', loggedOut);
    await expect
      .poll(() => ofWorker.map((key) => queries.getQueryData(key)))
      .toEqual([undefined, undefined, undefined]);
    expect(queries.getQueryData(ofHouse)).toEqual({ secret: true });
    expect(queries.getQueryData(['session', 'state', {}])).toMatchObject({ state: 'loggedOut' });
  });

  it('do so too when the page only learns it by asking, after a break, or when somebody else is logged in by then', async () => {
    for (const next of [loggedOut, loggedIn('2')]) {
      const { queries } = await start();
      queries.setQueryData(['session', 'state', {}], loggedIn('1'));
      for (const key of ofWorker) queries.setQueryData(key, { secret: true });
      queries.setQueryData(['session', 'state', {}], next);
      expect(ofWorker.map((key) => queries.getQueryData(key))).toEqual([undefined, undefined, undefined]);
    }
  });

  it('do not ask for everything anew with each step of a first fetch, only when the lists are whole and when all is here', async () => {
    const { served, queries } = await start();
    const key = ['notes', 'list', { caseFileId: 'a' }];
    const id = '0192a000-0000-7000-8000-000000000001';
    const named = { ...worker(id), givenName: 'Grete', signature: 'GJ', role: 'worker' as const, isActive: true };
    const whole = { ...named, teamId: null, teamName: null, inboxId: null };
    const state = {
      state: 'loggedIn' as const,
      worker: whole,
      lock: null,
      notice: null,
      isOffline: false,
      offlineUntil: null,
    };
    type Progress = { done: number; total: number; isUsable: boolean } | null;
    const step = async (firstFetch: Progress) => {
      queries.setQueryData(key, { rows: [] });
      served.emit('session', 'changed', { ...state, firstFetch });
      await expect.poll(() => queries.getQueryData(['session', 'state', {}])).toMatchObject({ firstFetch });
      return isStale(queries, key);
    };
    queries.setQueryData(['session', 'state', {}], { ...state, firstFetch: { done: 0, total: 9, isUsable: false } });
    expect(await step({ done: 1, total: 9, isUsable: false })).toBe(false);
    expect(await step({ done: 2, total: 9, isUsable: true })).toBe(true);
    expect(await step({ done: 3, total: 9, isUsable: true })).toBe(false);
    expect(await step(null)).toBe(true);
  });

  it('leave the memory alone while the same worker stays', async () => {
    const { queries } = await start();
    queries.setQueryData(['session', 'state', {}], loggedIn('1'));
    for (const key of ofWorker) queries.setQueryData(key, { secret: true });
    queries.setQueryData(['session', 'state', {}], { ...loggedIn('1'), isOffline: true });
    expect(ofWorker.map((key) => queries.getQueryData(key))).toEqual(Array(3).fill({ secret: true }));
  });

  it('leave what stands in her windows alone while the desk is locked, and ask anew when she is back', async () => {
    const { served, queries } = await start();
    const id = '0192a000-0000-7000-8000-000000000001';
    const named = { ...worker(id), givenName: 'Grete', signature: 'GJ', role: 'worker' as const, isActive: true };
    const whole = { ...named, teamId: null, teamName: null, inboxId: null };
    const open = {
      state: 'loggedIn' as const,
      worker: whole,
      lock: null,
      notice: null,
      isOffline: true,
      offlineUntil: null,
    };
    const lock = { reason: 'leaseOver' as const, message: 'Gesperrt.', login: 'jensen' };
    const key = ['notes', 'list', { caseFileId: 'a' }];
    queries.setQueryData(['session', 'state', {}], { ...open, firstFetch: null });
    queries.setQueryData(key, { rows: [] });
    served.emit('session', 'changed', { ...open, state: 'locked', lock, firstFetch: null });
    await expect.poll(() => queries.getQueryData(['session', 'state', {}])).toMatchObject({ state: 'locked' });
    expect(queries.getQueryData(key)).toEqual({ rows: [] });
    expect(isStale(queries, key)).toBe(false);
    served.emit('session', 'changed', { ...open, firstFetch: null });
    await expect.poll(() => isStale(queries, key)).toBe(true);
  });

  it("take everything of a locked worker's out of memory when somebody else logs in", async () => {
    const { queries } = await start();
    queries.setQueryData(['session', 'state', {}], loggedIn('1'));
    queries.setQueryData(['session', 'state', {}], lockedFor('1'));
    for (const key of ofWorker) queries.setQueryData(key, { secret: true });
    queries.setQueryData(['session', 'state', {}], loggedIn('2'));
    await expect.poll(() => ofWorker.map((key) => queries.getQueryData(key))).toEqual(Array(3).fill(undefined));
  });
});

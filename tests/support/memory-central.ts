import type { Central, KeyCentral } from '../../backend/sync/central.ts';
import {
  type Poke,
  pullLimit,
  type PulledScope,
  type PushRequest,
  type PushResponse,
  type PushResult,
} from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import { stationAway } from './station-away.ts';
import type { LetterProposal } from '../../core/contract/station-shapes.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough } from '../../core/domain/levels.ts';
import type { MemoryCentre } from './memory-centre.ts';
import { memoryContents, offline } from './memory-contents.ts';
import { keepRefusal, refusalsOf } from './memory-refusals.ts';
import { snapshotParts } from './memory-snapshot.ts';

/** What may happen to a call: its request or its answer gets lost. */
/** `content`: the name of the content a call is about. */
export type Weather = (call: string, content?: string) => 'fine' | 'lostRequest' | 'lostAnswer';
export type MemoryCentralOptions = {
  weather?: Weather;
  rowsPerAnswer?: number;
  /** Which of the contents that are brought together are taken; all, unless told. */
  takesTogether?: (sha256s: readonly string[]) => readonly string[];
  /** Files a stream tells whole before it ends; the rest is to be asked for again. */
  filesPerStream?: number;
  /** Between 0 and 1: where a stream whose answer is lost breaks off. */
  cutAt?: () => number;
  /** True while others are served first. */
  isBusy?: () => boolean;
  /** Something that happens at the centre while a stream is on its way, after so many parts. */
  duringStream?: (partsTold: number) => void;
  /** What arrives of a poke: nothing, itself, itself twice, another one. */
  pokes?: (poke: Poke) => (Poke | null)[];
  /** Rows a push has written come with its answer. */
  tellsRows?: boolean;
};

/** One desk's line to a centre in memory. */
export function memoryCentral(
  centre: MemoryCentre,
  options: MemoryCentralOptions = {},
): Central & KeyCentral & { calls: string[] } {
  let token: string | null = null;
  let isClosed = false;
  const calls: string[] = [];
  const rowsPerAnswer = options.rowsPerAnswer ?? pullLimit;

  /** Answers pass through JSON, as on a real line. */
  const ask = async <Answer>(name: string, answer: () => Answer, content?: string): Promise<Answer> => {
    await Promise.resolve();
    if (isClosed) throw new AppError('cancelled', 'Abgebrochen.');
    calls.push(name);
    const weather = options.weather?.(name, content) ?? 'fine';
    if (weather === 'lostRequest') throw offline();
    const given = answer();
    if (weather === 'lostAnswer') throw offline();
    return given === undefined ? given : (JSON.parse(JSON.stringify(given)) as Answer);
  };
  const worker = (): Id => {
    const session = token === null ? undefined : centre.sessions.get(token);
    if (!session) throw new AppError('unauthenticated', 'Bitte melden Sie sich an.');
    return session.workerId;
  };

  return {
    calls,
    useAccessToken: (next) => {
      token = next;
    },
    close: () => {
      isClosed = true;
    },
    logIn: ({ login, password }) => ask('logIn', () => centre.openSession(login, password)),
    refresh: (refreshToken) => ask('refresh', () => centre.refreshSession(refreshToken)),
    logOut: () =>
      ask('logOut', () => {
        if (token) centre.sessions.delete(token);
      }),
    refusals: (request) => ask('refusals', () => refusalsOf(centre, worker(), request)),
    tellAccess: ({ events }) =>
      ask('tellAccess', () => {
        for (const event of events) centre.accessEvents.set(event.id, { ...event, workerId: worker() });
        return { isForked: false };
      }),
    // Who may read it, and in what order, only the real centre knows: tests/integration.
    accessLog: () => ask('accessLog', () => ({ entries: [], isComplete: true })),
    lease: ({ storeId }) => ask('lease', () => centre.leaseOf(worker(), storeId)),
    // What is sealed is opened by the real centre only: tests/keys.
    bringEscrow: ({ commands }) => ask('bringEscrow', () => ({ kept: 0, unreadable: commands.length })),
    waitingEscrow: () => ask('waitingEscrow', () => ({ commands: [] })),
    noteEscrowTaken: () => ask('noteEscrowTaken', () => undefined),
    wipeOrder: () => ask('wipeOrder', () => ({ order: null })),
    wipeEscrow: ({ commands }) => ask('wipeEscrow', () => ({ kept: 0, unreadable: commands.length })),
    noteWiped: () => ask('noteWiped', () => undefined),
    // Who may be away for how long, and whose devices there are, only the real centre knows: tests/keys.
    ownTour: () => ask('ownTour', () => ({ tour: null, longestDays: 14 })),
    beginTour: () => ask('beginTour', () => ({ tour: null, longestDays: 14 })),
    endTour: () => ask('endTour', () => ({ tour: null, longestDays: 14 })),
    endTourOf: () => ask('endTourOf', () => undefined),
    setLongestTour: () => ask('setLongestTour', () => undefined),
    deskStores: () => ask('deskStores', () => ({ stores: [], tours: [], longestDays: 14 })),
    leftWork: () => ask('leftWork', () => centre.leftWork),
    noteLeftWork: () => ask('noteLeftWork', () => undefined),
    reportLost: () => ask('reportLost', () => undefined),
    withdrawLost: () => ask('withdrawLost', () => undefined),
    changes: ({ cursor, accessVersion, cleared, after }) =>
      ask('changes', () => {
        const workerId = worker();
        centre.cleared.set(workerId, cleared);
        const { state } = centre;
        const scopes = centre.readableScopes(workerId);
        const current = state.access.get(workerId) ?? 0;
        const manifest = {
          accessVersion: current,
          count: scopes.length,
          scopes: scopes.map(({ id, kind, head }) => {
            const level = centre.levelOf(workerId, id);
            if (!level) throw new Error('unreadable scope');
            return { scopeId: id, kind, level, validTo: null, head };
          }),
        };
        const heads = scopes
          .filter((scope) => scope.lastChange >= Number(cursor))
          .map((scope) => ({ scopeId: scope.id, head: scope.head, digest: centre.digestOf(scope) }));
        return {
          epoch: state.epoch,
          isForgotten: after !== undefined && !state.decided.has(after),
          base: cursor,
          cursor: String(state.change),
          accessVersion: current,
          heads,
          manifest: current === accessVersion ? null : manifest,
          serverTime: new Date(0).toISOString(),
        };
      }),
    pull: ({ need }) =>
      ask('pull', () => {
        const workerId = worker();
        const denied = need.filter((one) => !isEnough(centre.levelOf(workerId, one.scopeId), 'read'));
        const scopes = need
          .filter((one) => !denied.includes(one))
          .map((one) => pulledScope(centre, one.scopeId, one.after, rowsPerAnswer));
        return { epoch: centre.state.epoch, scopes, denied: denied.map((one) => one.scopeId) };
      }),
    async *snapshot({ scopeIds }) {
      const weather = options.weather?.('snapshot') ?? 'fine';
      await Promise.resolve();
      if (isClosed) throw new AppError('cancelled', 'Abgebrochen.');
      calls.push('snapshot');
      if (weather === 'lostRequest') throw offline();
      if (options.isBusy?.()) throw new AppError('offline', 'Später.', { cause: 'status 429', retryAfter: 3 });
      const size = { rows: rowsPerAnswer, mostFiles: options.filesPerStream ?? Number.POSITIVE_INFINITY };
      // One state: what happens afterwards is not in it.
      const parts = structuredClone(snapshotParts(centre, worker(), scopeIds, size));
      const end = weather === 'lostAnswer' ? Math.floor(parts.length * (options.cutAt?.() ?? 0.5)) : parts.length;
      for (const [told, part] of parts.slice(0, end).entries()) {
        if (isClosed) throw new AppError('cancelled', 'Abgebrochen.');
        options.duringStream?.(told);
        yield part;
      }
      if (end < parts.length) throw offline();
    },
    push: (request) =>
      ask('push', () => {
        const workerId = worker();
        const { state } = centre;
        const client = state.clients.get(request.clientId) ?? { workerId, lastMid: 0, lastId: null };
        state.clients.set(request.clientId, client);
        const results: PushResult[] = [];
        const whole = (request.known ?? []).filter(({ scopeId, after }) => centre.scope(scopeId).head === after);
        let stopped = stoppedAtOnce(centre, request);
        for (const command of stopped ? [] : request.commands) {
          const isKnown = state.decided.has(command.id);
          if (!isKnown && command.mid <= client.lastMid) stopped = 'fork';
          else if (command.mid > client.lastMid + 1) stopped = 'gap';
          if (stopped) break;
          const result = centre.decide(workerId, command);
          keepRefusal(centre, workerId, command, result);
          results.push(result);
          if (result.result === 'needBlob' || result.result === 'retry') break;
          if (command.mid === client.lastMid + 1) {
            client.lastMid = command.mid;
            client.lastId = command.id;
          }
        }
        const facts = { epoch: state.epoch, stopped, lastMid: client.lastMid, lastId: client.lastId, durableMid: 0 };
        if (!options.tellsRows) return { ...facts, results };
        const moved = whole.filter(({ scopeId, after }) => centre.scope(scopeId).head > after);
        const pulled = moved.map(({ scopeId, after }) => pulledScope(centre, scopeId, after, rowsPerAnswer));
        return { ...facts, results, pulled };
      }),
    ...memoryContents({
      centre,
      ask,
      worker,
      weather: (call) => options.weather?.(call) ?? 'fine',
      isClosed: () => isClosed,
      takesTogether: options.takesTogether,
    }),
    events: (signal, { onReady, onPoke }) =>
      new Promise((resolve, reject) => {
        if (isClosed || options.weather?.('events') === 'lostRequest') return reject(offline());
        const workerId = worker();
        onReady();
        const poke = ({ heads, isWhole }: Poke) => {
          const readable = heads.filter(({ scopeId }) => isEnough(centre.levelOf(workerId, scopeId), 'read'));
          if (isWhole && readable.length === 0) return;
          const arriving = options.pokes?.({ heads: readable, isWhole }) ?? [{ heads: readable, isWhole }];
          for (const one of arriving) queueMicrotask(() => !signal.aborted && onPoke(one));
        };
        centre.listeners.add(poke);
        signal.addEventListener('abort', () => {
          centre.listeners.delete(poke);
          resolve();
        });
      }),
    journal: () => ask('journal', () => ({ entries: [], isComplete: true })),
    station: {
      ...stationAway,
      propose: (letter) =>
        centre.proposeLetter
          ? ask('propose', () => centre.proposeLetter?.(letter) as LetterProposal)
          : stationAway.propose(letter),
      // The bytes are words that stand for a PDF; what is proposed only the real centre finds out.
      compose: (_inboxId, { documents }) =>
        ask('compose', () => ({
          documents: documents.map(({ pages }) => {
            const bytes = new TextEncoder().encode(JSON.stringify(pages));
            const proposals = { letterDate: null, sender: null, proposedCase: null, proposedKeyword: null };
            return { content: { sha256: centre.keepBlob(bytes), size: bytes.length }, title: 'Neu', ...proposals };
          }),
        })),
    },
  };
}

/** Why a push is not looked at. */
function stoppedAtOnce({ state }: MemoryCentre, { epoch, after }: PushRequest): PushResponse['stopped'] {
  if (epoch !== state.epoch) return 'epoch';
  return after && !state.decided.has(after) ? 'forgotten' : null;
}

/** What a pull tells of a scope. */
export function pulledScope(centre: MemoryCentre, scopeId: Id, after: number, rowsPerAnswer: number): PulledScope {
  const scope = centre.scope(scopeId);
  const isFull = after === 0 || after > scope.head;
  const from = isFull ? 0 : after;
  const rows = [...scope.rows.values()].filter((row) => row.ver > from).sort((left, right) => left.ver - right.ver);
  let end = Math.min(rowsPerAnswer, rows.length);
  while (end < rows.length && rows[end]?.ver === rows[end - 1]?.ver) end += 1;
  const to = end < rows.length ? (rows[end - 1]?.ver ?? from) : scope.head;
  return {
    scopeId,
    after,
    to,
    head: scope.head,
    digest: centre.digestOf(scope),
    rowCount: scope.rows.size,
    isFull,
    rows: rows.slice(0, end),
  };
}

import type { Central, KeyCentral } from '../../../backend/sync/central.ts';
import { readSnapshotLines } from '../../../backend/sync/snapshot-lines.ts';
import type { ChangesResponse, PullResponse, PushRequest, PushResponse } from '../../../core/contract/central.ts';
import { stationAway } from '../../support/station-away.ts';
import type { Service } from '../centre/service.ts';
import type { Caller } from '../centre/sessions.ts';
import { type Line, longWait } from './line.ts';
import { LineStreams } from './line-streams.ts';

/** What the desks of a world ask: the sync, and what becomes of a store whose account is closed. */
export type WorldCentral = Central &
  Pick<
    KeyCentral,
    'lease' | 'bringEscrow' | 'waitingEscrow' | 'noteEscrowTaken' | 'wipeOrder' | 'wipeEscrow' | 'noteWiped'
  >;

/** The calls of the real client over a line that loses, doubles and delays. */
export function centralOver(line: Line): WorldCentral {
  const { centre, faults, onPull, workerId } = line.parts;
  const { contents, farewells, sessions } = centre;
  const streams = new LineStreams(line);
  const later = (service: Service, work: () => string): Promise<string> =>
    service.isGone ? new Promise(() => {}) : Promise.resolve().then(work);
  // The token is the one of the moment of asking; what it is worth is looked up when the request arrives.
  const as = (work: (caller: Caller, service: Service) => Promise<string>) => {
    const token = line.token;
    return async (service: Service) => work(sessions.readerOf(token), service);
  };
  /** What desks of any age are served, and those of a closed account. */
  const asAny = (work: (caller: Caller, service: Service) => Promise<string>) => {
    const token = line.token;
    return async (service: Service) => work(sessions.callerOf(token), service);
  };
  const askJson = <Answer>(name: string, work: (caller: Caller, service: Service) => Promise<Answer>) =>
    line.ask<Answer>(
      name,
      asAny(async (caller, service) => JSON.stringify((await work(caller, service)) ?? null)),
    );
  const askOpenly = <Answer>(name: string, work: (service: Service) => Promise<Answer>) =>
    line.ask<Answer>(name, async (service) => JSON.stringify((await work(service)) ?? null));
  return {
    lease: (request) => askJson('lease', (caller, service) => farewells.lease(service, caller, request)),
    bringEscrow: ({ commands }) =>
      askJson('bringEscrow', (caller, service) => farewells.bring(service, caller, commands)),
    waitingEscrow: () =>
      line.ask(
        'waitingEscrow',
        as(async (caller, service) => JSON.stringify(await farewells.waiting(service, caller))),
      ),
    noteEscrowTaken: async ({ ids }) => {
      await line.ask<null>(
        'noteEscrowTaken',
        as(async (caller, service) => {
          await farewells.taken(service, caller, ids);
          return 'null';
        }),
      );
    },
    wipeOrder: (storeId) => askOpenly('wipeOrder', () => farewells.wipeOrder(storeId)),
    wipeEscrow: (request) => askOpenly('wipeEscrow', (service) => farewells.wipeEscrow(service, request)),
    noteWiped: async ({ order }) => {
      await askOpenly('noteWiped', () => farewells.noteWiped(order));
    },
    useAccessToken: (token) => {
      line.token = token;
    },
    close: () => {
      line.isClosed = true;
    },
    logIn: ({ storeId }) =>
      line.ask('logIn', (service) => later(service, () => JSON.stringify(sessions.logIn(workerId, storeId)))),
    refresh: (refreshToken) =>
      line.ask('refresh', (service) => later(service, () => JSON.stringify(sessions.refresh(refreshToken)))),
    station: stationAway,
    logOut: async () => undefined,
    changes: async (query) => {
      const answer = await line.ask<ChangesResponse>(
        'changes',
        as((caller, service) => centre.changes(service, caller, query)),
      );
      return faults?.changes?.(answer, query) ?? answer;
    },
    pull: async (request) => {
      const answer = await line.ask<PullResponse>(
        'pull',
        as(async (caller, service) => {
          const text = await centre.pull(service, caller, request);
          onPull(JSON.parse(text) as PullResponse);
          return text;
        }),
        { wait: longWait },
      );
      return faults?.pull?.(answer, request.need) ?? answer;
    },
    push: async (request) => {
      const sent = asSent(line, request);
      const answer = await line.ask<PushResponse>(
        'push',
        asAny((caller, service) => centre.push(service, caller, sent)),
        { wait: longWait, onLost: () => faults?.lostPush?.(request) ?? null },
      );
      return faults?.push?.(answer, request) ?? answer;
    },
    snapshot: ({ scopeIds }) => readSnapshotLines(streams.snapshot(scopeIds)),
    presentBlobs: (sha256s) =>
      line.ask(
        'presentBlobs',
        asAny(async (caller, service) => JSON.stringify(await contents.presentContents(service, caller, sha256s))),
      ),
    refusals: (request) =>
      line.ask(
        'refusals',
        as((caller, service) => centre.refusals(service, caller, request)),
      ),
    // Nobody looks at anything in a world; the real centre is asked in tests/integration.
    tellAccess: async () => ({ isForked: false }),
    accessLog: async () => ({ entries: [], isComplete: true }),
    // Contents do not go bad at the centre of a world.
    wantedBlobs: async () => [],
    putBlob: async (sha256, bytes) => {
      await line.ask<null>(
        'putBlob',
        asAny(async (caller) => {
          await contents.putContent(caller, sha256, bytes);
          return 'null';
        }),
        { wait: longWait },
      );
    },
    putBlobs: (batch) =>
      line.ask(
        'putBlobs',
        asAny(async (caller) => JSON.stringify(await contents.putContents(caller, batch))),
        { wait: longWait },
      ),
    startUpload: (content) =>
      line.ask(
        'startUpload',
        asAny(async (caller, service) => JSON.stringify(await contents.startUpload(service, caller, content))),
      ),
    uploadPart: (uploadId, part) =>
      line.ask(
        'uploadPart',
        asAny(async () => String(await contents.uploadPart(uploadId, part))),
        { wait: longWait },
      ),
    blob: (sha256, from) => streams.blob(sha256, from),
    blobs: (sha256s) => streams.blobs(sha256s),
    events: (signal, listeners) => streams.events(signal, listeners),
    journal: ({ scopeId, after }) =>
      line.ask(
        'journal',
        as((_caller, service) => centre.journal(service, scopeId, after)),
      ),
  };
}

/** A desk of a newer version is understood once the centre has been renewed, which is when the weather turns fine. */
function asSent(line: Line, request: PushRequest): PushRequest {
  if (!line.isOn('newerDesk')) return request;
  const isNew = ({ mid }: { mid: number }) => mid % 3 === 0;
  return {
    ...request,
    commands: request.commands.map((command) =>
      isNew(command) ? { ...command, schema: command.schema + 1 } : command,
    ),
  };
}

import type { Central, PokeListeners } from '../../../backend/sync/central.ts';
import type {
  ChangesQuery,
  ChangesResponse,
  PullResponse,
  PushRequest,
  PushResponse,
} from '../../../core/contract/central.ts';
import { readSnapshotLines } from '../../../backend/sync/snapshot-lines.ts';
import { AppError } from '../../../core/domain/errors.ts';
import { stationAway } from '../../support/station-away.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { Centre, Listener, Service } from '../centre.ts';
import type { FaultName, Weather } from '../faults.ts';
import type { Random } from '../simulation/random.ts';
import type { Scheduler } from '../simulation/scheduler.ts';

const shortWait = 20_000;
const longWait = 120_000;
const longestSilence = 60_000;

export type LineParts = {
  scheduler: Scheduler;
  random: Random;
  weather: Weather;
  centre: Centre;
  workerId: Id;
  isStormy: () => boolean;
  /** Does something at the desk, if its program still runs and as soon as it is awake. */
  atDesk: (happen: () => void) => void;
  onPull: (answer: PullResponse) => void;
  trace: (text: string) => void;
  faults?: LineFaults | undefined;
};

/** Changes of what goes over the line; only for proving that the worlds find a fault. */
export type LineFaults = {
  changes?: (answer: ChangesResponse, query: ChangesQuery) => ChangesResponse;
  pull?: (answer: PullResponse, need: { scopeId: Id; after: number }[]) => PullResponse;
  push?: (answer: PushResponse, request: PushRequest) => PushResponse;
  /** In place of an answer that got lost. */
  lostPush?: (request: PushRequest) => PushResponse | null;
};

type Answered = { text: string };
const offline = (cause: string) => new AppError('offline', 'Die Zentrale ist gerade nicht erreichbar.', { cause });

/** One program's line to the centre: what central-client.ts makes of HTTP, on a network that loses, doubles, delays and confuses. */
export class Line {
  private token: string | null = null;
  private isClosed = false;
  /** Answers that were given up on may still come, in place of the next one of their kind. */
  private readonly earlier = new Map<string, string>();
  private readonly parts: LineParts;

  constructor(parts: LineParts) {
    this.parts = parts;
  }

  private isOn(name: FaultName): boolean {
    return this.parts.isStormy() && this.parts.weather.on.has(name);
  }

  private delay(): number {
    const { random, weather } = this.parts;
    const isSlow = this.isOn('slowNetwork') && random.chance(0.1);
    return random.wait(isSlow ? 30_000 : weather.latency);
  }

  private isLost(name: FaultName): boolean {
    return this.isOn(name) && this.parts.random.chance(this.parts.weather.loss);
  }

  /** One request and its answer. Errors of the centre itself travel as answers. */
  private ask<Answer>(
    name: string,
    work: (service: Service) => Promise<string>,
    options: { wait?: number; onLost?: () => Answer | null } = {},
  ): Promise<Answer> {
    const { scheduler, random, trace, atDesk } = this.parts;
    trace(`asks ${name}`);
    return new Promise<Answer>((resolve, reject) => {
      let isOver = false;
      const settle = (end: () => void) => {
        if (isOver) return;
        isOver = true;
        cancel();
        atDesk(end);
      };
      const lose = (cause: string) => {
        trace(`${name}: ${cause}`);
        const instead = options.onLost?.() ?? null;
        settle(() => (instead === null ? reject(offline(cause)) : resolve(instead)));
      };
      const cancel = scheduler.after(options.wait ?? shortWait, () => lose('timed out'));
      if (this.isClosed) return settle(() => reject(new AppError('cancelled', 'Abgebrochen.')));
      const deliver = ({ text }: Answered) => {
        if (this.isLost('lostAnswers')) return lose('answer lost');
        if (this.isOn('portal') && random.chance(0.05)) return lose('not the centre');
        const before = this.earlier.get(name);
        this.earlier.set(name, text);
        const isLate = before !== undefined && this.isOn('lateAnswers') && random.chance(0.1);
        if (isLate) trace(`${name}: an earlier answer`);
        settle(() => resolve(JSON.parse(isLate ? before : text) as Answer));
      };
      const fail = (error: unknown) => {
        if (this.isLost('lostAnswers')) return lose('answer lost');
        settle(() => reject(error));
      };
      const arrive = () => {
        const service = this.parts.centre.services[random.below(this.parts.centre.services.length)];
        if (!service) return lose('nobody answers');
        if (this.isOn('silence') && random.chance(0.03)) return; // half-open: nobody hears, nobody says so
        work(service).then(
          (text) => !service.isGone && scheduler.after(this.delay(), () => deliver({ text })),
          (error: unknown) => !service.isGone && scheduler.after(this.delay(), () => fail(error)),
        );
      };
      if (this.isLost('lostRequests')) {
        scheduler.after(this.delay(), () => lose('request lost'));
        return undefined;
      }
      scheduler.after(this.delay(), arrive);
      if (this.isOn('duplicates') && random.chance(0.2)) {
        scheduler.after(this.delay() + random.below(2_000), () => this.again(name, work));
      }
      return undefined;
    });
  }

  /** The same request once more; nobody waits for its answer. */
  private again(name: string, work: (service: Service) => Promise<string>): void {
    const [service] = this.parts.centre.services;
    this.parts.trace(`${name}: doubled`);
    if (service) work(service).catch(() => undefined);
  }

  central(): Central {
    const { centre, faults, onPull, workerId } = this.parts;
    const later = (service: Service, work: () => string): Promise<string> =>
      service.isGone ? new Promise(() => {}) : Promise.resolve().then(work);
    // The token is the one of the moment of asking; what it is worth is looked up when the request arrives.
    const as = (work: (caller: ReturnType<Centre['callerOf']>, service: Service) => Promise<string>) => {
      const token = this.token;
      return async (service: Service) => work(centre.callerOf(token), service);
    };
    return {
      useAccessToken: (token) => {
        this.token = token;
      },
      close: () => {
        this.isClosed = true;
      },
      logIn: () => this.ask('logIn', (service) => later(service, () => JSON.stringify(centre.logIn(workerId)))),
      refresh: (refreshToken) =>
        this.ask('refresh', (service) => later(service, () => JSON.stringify(centre.refresh(refreshToken)))),
      station: stationAway,
      logOut: async () => undefined,
      changes: async (query) => {
        const answer = await this.ask<ChangesResponse>(
          'changes',
          as((caller, service) => centre.changes(service, caller, query)),
        );
        return faults?.changes?.(answer, query) ?? answer;
      },
      pull: async (request) => {
        const answer = await this.ask<PullResponse>(
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
        const sent = this.asSent(request);
        const answer = await this.ask<PushResponse>(
          'push',
          as((caller, service) => centre.push(service, caller, sent)),
          { wait: longWait, onLost: () => faults?.lostPush?.(request) ?? null },
        );
        return faults?.push?.(answer, request) ?? answer;
      },
      snapshot: ({ scopeIds }) => readSnapshotLines(this.snapshot(scopeIds)),
      presentBlobs: (sha256s) =>
        this.ask(
          'presentBlobs',
          as(async (caller, service) => JSON.stringify(await centre.presentContents(service, caller, sha256s))),
        ),
      refusals: (request) =>
        this.ask(
          'refusals',
          as((caller, service) => centre.refusals(service, caller, request)),
        ),
      // Nobody looks at anything in a world; the real centre is asked in tests/integration.
      tellAccess: async () => ({ isForked: false }),
      accessLog: async () => ({ entries: [], isComplete: true }),
      // Contents do not go bad at the centre of a world.
      wantedBlobs: async () => [],
      putBlob: async (sha256, bytes) => {
        await this.ask<null>(
          'putBlob',
          as(async (caller) => {
            await centre.putContent(caller, sha256, bytes);
            return 'null';
          }),
          { wait: longWait },
        );
      },
      startUpload: (content) =>
        this.ask(
          'startUpload',
          as(async (caller, service) => JSON.stringify(await centre.startUpload(service, caller, content))),
        ),
      uploadPart: (uploadId, part) =>
        this.ask(
          'uploadPart',
          as(async () => String(await centre.uploadPart(uploadId, part))),
          { wait: longWait },
        ),
      blob: (sha256, from) => this.blob(sha256, from),
      events: (signal, listeners) => this.events(signal, listeners),
      journal: ({ scopeId, after }) =>
        this.ask(
          'journal',
          as((_caller, service) => centre.journal(service, scopeId, after)),
        ),
    };
  }

  /** A desk of a newer version is understood once the centre has been renewed, which is when the weather turns fine. */
  private asSent(request: PushRequest): PushRequest {
    if (!this.isOn('newerDesk')) return request;
    const isNew = ({ mid }: { mid: number }) => mid % 3 === 0;
    return {
      ...request,
      commands: request.commands.map((command) =>
        isNew(command) ? { ...command, schema: command.schema + 1 } : command,
      ),
    };
  }

  /** Bytes of the stream as they come in; it may break anywhere, or stand still until the desk gives up. */
  private async *snapshot(scopeIds: Id[]): AsyncGenerator<Uint8Array> {
    const { centre, random, weather, trace } = this.parts;
    const token = this.token;
    let stream: AsyncGenerator<string, void, void> | undefined;
    await this.ask<null>('snapshot', async (service) => {
      stream ??= centre.snapshot(service, centre.callerOf(token), scopeIds);
      return 'null';
    });
    const cut = this.isLost('lostAnswers') ? random.below(12) : -1;
    for (let index = 0; ; index += 1) {
      const part = await this.nextPart(stream);
      if (part === null) return;
      trace(`snapshot part ${index}`);
      const bytes = new TextEncoder().encode(part);
      if (index !== cut) yield bytes;
      else {
        yield bytes.subarray(0, random.below(bytes.length));
        throw offline('answer was cut');
      }
      if (random.chance(0.5)) await this.arrival(random.wait(weather.latency));
    }
  }

  /** Waits for something that is on its way to the desk. */
  private arrival(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.parts.scheduler.after(milliseconds, () => this.parts.atDesk(resolve)));
  }

  /** The next part of a stream, null at its end. A centre that goes away says nothing; the desk takes the line for dead after a while. */
  private nextPart(stream: AsyncGenerator<string, void, void> | undefined): Promise<string | null> {
    const { scheduler, atDesk } = this.parts;
    return new Promise((resolve, reject) => {
      const cancel = scheduler.after(longestSilence, () => atDesk(() => reject(offline('silence'))));
      stream?.next().then(
        ({ value, done }) => {
          cancel();
          scheduler.after(0, () => atDesk(() => resolve(done ? null : (value as string))));
        },
        () => {
          cancel();
          atDesk(() => reject(offline('stream ended')));
        },
      );
    });
  }

  private async *blob(sha256: string, from: number): AsyncIterable<Uint8Array> {
    const { centre, random } = this.parts;
    const token = this.token;
    const whole = await this.ask<string>('blob', async (service) => {
      const bytes = await centre.content(service, centre.callerOf(token), sha256);
      return JSON.stringify(Buffer.from(bytes).toString('base64'));
    });
    const bytes = Buffer.from(whole, 'base64').subarray(from);
    const isCut = this.isLost('lostAnswers');
    yield isCut ? bytes.subarray(0, random.below(bytes.length)) : bytes;
    if (isCut) throw offline('answer was cut');
  }

  private events(signal: AbortSignal, { onReady, onPoke }: PokeListeners): Promise<void> {
    const { centre, scheduler, atDesk, random, workerId } = this.parts;
    return new Promise((resolve, reject) => {
      const stop = (end: () => void) => {
        centre.listeners.delete(listener);
        atDesk(end);
      };
      const listener: Listener = {
        workerId,
        read: (pulled) => this.parts.onPull(pulled),
        poke: (poke) => {
          if (!centre.listeners.has(listener)) return;
          atDesk(() => !signal.aborted && onPoke(poke));
        },
        broken: () => scheduler.after(this.delay(), () => stop(() => reject(offline('stream ended')))),
      };
      signal.addEventListener('abort', () => stop(resolve));
      scheduler.after(this.delay(), () => {
        if (this.isClosed || signal.aborted) return;
        if (centre.services.length === 0 || this.isLost('lostRequests')) return stop(() => reject(offline('lost')));
        centre.listeners.add(listener);
        atDesk(onReady);
        if (this.isOn('silence') && random.chance(0.3)) {
          centre.listeners.delete(listener);
          scheduler.after(longestSilence, () => stop(() => reject(offline('silence'))));
        }
      });
    });
  }
}

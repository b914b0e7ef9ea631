import type {
  ChangesQuery,
  ChangesResponse,
  PullResponse,
  PushRequest,
  PushResponse,
} from '../../../core/contract/central.ts';
import { AppError } from '../../../core/domain/errors.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { Service } from '../centre/service.ts';
import type { Centre } from '../centre.ts';
import type { FaultName, Weather } from '../faults.ts';
import type { Random } from '../simulation/random.ts';
import type { Scheduler } from '../simulation/scheduler.ts';

const shortWait = 20_000;
export const longWait = 120_000;

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
export const offline = (cause: string) =>
  new AppError('offline', 'Die Zentrale ist gerade nicht erreichbar.', { cause });

/** One program's line to the centre: what central-client.ts makes of HTTP, on a network that loses, doubles, delays and confuses. */
export class Line {
  token: string | null = null;
  isClosed = false;
  /** Answers that were given up on may still come, in place of the next one of their kind. */
  private readonly earlier = new Map<string, string>();
  readonly parts: LineParts;

  constructor(parts: LineParts) {
    this.parts = parts;
  }

  isOn(name: FaultName): boolean {
    return this.parts.isStormy() && this.parts.weather.on.has(name);
  }

  delay(): number {
    const { random, weather } = this.parts;
    const isSlow = this.isOn('slowNetwork') && random.chance(0.1);
    return random.wait(isSlow ? 30_000 : weather.latency);
  }

  isLost(name: FaultName): boolean {
    return this.isOn(name) && this.parts.random.chance(this.parts.weather.loss);
  }

  /** One request and its answer. Errors of the centre itself travel as answers. */
  ask<Answer>(
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
}

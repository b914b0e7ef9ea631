import type { PullResponse } from '../../core/contract/central.ts';
import { createIdSource, type Id } from '../../core/domain/ids.ts';
import { act } from './acts.ts';
import { Centre } from './centre.ts';
import { idBytes } from '../../db/record-tables.ts';
import type { Copy } from './database/memory-database.ts';
import type { EscrowCommandRow, MutationRow } from './database/tables.ts';
import type { Transaction } from './database/transaction.ts';
import { WorldDesk } from './desk/desk.ts';
import type { Disk } from './desk/disk.ts';
import { drawWeather, type FaultName, type Weather } from './faults.ts';
import { StoreFolder } from './desk/store-folder.ts';
import { Marks } from './invariants/marks.ts';
import { Watch } from './invariants/watch.ts';
import { misfortunes } from './misfortunes.ts';
import type { Mutant } from './mutants.ts';
import { beginning, type Office } from './office.ts';
import { endClosings } from './staff-acts.ts';
import { answerAtStation, deliver } from './station-acts.ts';
import { createRandom, type Random } from './simulation/random.ts';
import { createScheduler, type Scheduler } from './simulation/scheduler.ts';

export type ProblemKind = 'lost' | 'doubled' | 'diverged' | 'leaked' | 'stuck' | 'fault';
export type Problem = { kind: ProblemKind; text: string };
/** A command somebody gave at a desk; `rule` and `args` as they were to be sent, empty where they are never waited with. */
export type Created = { id: Id; name: string; desk: string; at: number; rule: string; args: string };

export type WorldOptions = {
  seed: number;
  mutant?: Mutant | undefined;
  forced?: readonly FaultName[];
  /** Off, although they are drawn. */
  without?: readonly FaultName[];
  trace?: ((line: string) => void) | undefined;
};

/** One world: a centre, desks, people and misfortunes, all from one seed. */
export class World {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly weather: Weather;
  readonly office: Office;
  readonly centre: Centre;
  readonly desks: WorldDesk[] = [];
  readonly caseFiles: Id[];
  readonly newId: () => Id;
  readonly created = new Map<Id, Created>();
  /** Commands no disk and no centre held after a disaster: they may be gone. */
  readonly excused = new Set<Id>();
  /** Decided, and then lost by a centre that did not notice: sent again, they come after what was done meanwhile. */
  readonly lostUnnoticed = new Set<Id>();
  readonly problems: Problem[] = [];
  readonly watch: Watch;
  readonly marks = new Marks();
  isStormy = true;
  private readonly options: WorldOptions;
  private backup: Copy | null = null;
  private setBacks = 0;

  constructor(office: Office, options: WorldOptions) {
    this.options = options;
    this.office = office;
    this.random = createRandom(options.seed);
    this.scheduler = createScheduler(beginning);
    const { random, scheduler } = this;
    this.weather = drawWeather(random, options.forced ?? options.mutant?.faults, options.without);
    this.caseFiles = [...office.caseFiles];
    this.newId = createIdSource(
      () => scheduler.now(),
      (bytes) => {
        for (let at = 0; at < bytes.length; at += 1) bytes[at] = random.below(256);
      },
    );
    const { mutant } = options;
    this.centre = new Centre({
      ...{ scheduler, random, weather: this.weather, copy: office.copy, newId: this.newId },
      onProblem: (text) => this.problem('fault', text),
      isStormy: () => this.isStormy,
      onCommit: (overlay) => this.marks.noteCommit(overlay),
      ...(mutant?.statements ? { statements: mutant.statements } : {}),
      ...(mutant?.push ? { pushes: mutant.push } : {}),
    });
    this.watch = new Watch(this);
    for (let index = 0; index < this.weather.desks; index += 1) {
      this.openDesk(`desk${index}`, index === 3 && random.chance(0.5) ? auditor : index % 3);
    }
  }

  isOn(name: FaultName): boolean {
    return this.isStormy && this.weather.on.has(name);
  }

  readonly trace = (text: string): void => {
    const { trace } = this.options;
    if (trace) trace(`${this.scheduler.now() - beginning} ms ${text}`);
  };

  problem(kind: ProblemKind, text: string): void {
    this.trace(`!!! ${kind}: ${text}`);
    this.problems.push({ kind, text });
  }

  /** A new store, which the centre knows from the first log-in on. */
  private newFolder(workerId: Id): StoreFolder | null {
    if (!this.weather.on.has('closings')) return null;
    const folder = new StoreFolder();
    const storeId = this.newId();
    folder.begin(storeId);
    this.centre.farewells.register(storeId, workerId);
    return folder;
  }

  private openDesk(name: string, at: number, copy?: { disk: Disk; folder: StoreFolder | null }): WorldDesk {
    const { scheduler, random, weather, centre, newId } = this;
    const { mutant } = this.options;
    const worker = this.office.workers[at] as Office['workers'][number];
    const folder = copy ? copy.folder : this.newFolder(worker.workerId);
    const parts = {
      ...{ name, worker, folder, scheduler, random, weather, centre, newId, trace: this.trace },
      isStormy: () => this.isStormy,
      onProblem: (text: string) => this.problem('fault', text),
      onPull: (desk: WorldDesk, answer: PullResponse) => this.watch.pullAnswered(desk, answer),
      onTouched: (desk: WorldDesk) => this.watch.touched(desk),
      sqlFault: mutant?.sql,
      lineFaults: mutant?.line,
    };
    const desk = new WorldDesk(parts, copy?.disk);
    this.desks.push(desk);
    desk.start();
    return desk;
  }

  anyDesk(): WorldDesk {
    return this.random.pick(this.desks);
  }

  /** The whole profile of a worker on a second computer; both go on with it. */
  copyProfile(desk: WorldDesk): void {
    const worker = this.office.workers.indexOf(desk.worker);
    this.trace(`${desk.name} is copied`);
    const profile = { disk: desk.disk.duplicate(), folder: desk.folder?.duplicate() ?? null };
    const copy = this.openDesk(`desk${this.desks.length}`, worker, profile);
    for (const [sha256, bytes] of desk.files) copy.files.set(sha256, bytes);
  }

  noteCreated(desk: WorldDesk, id: Id, name: string): void {
    this.trace(`${desk.name} ${name} ${id}`);
    const text = 'SELECT name, args FROM outbox WHERE id = ?';
    const [given] = desk.disk.look(text, idBytes(id)) as { name: string; args: string }[];
    const words = { rule: given?.name ?? '', args: given?.args ?? '{}' };
    this.created.set(id, { id, name, desk: desk.name, at: this.scheduler.now(), ...words });
  }

  administer(act: (transaction: Transaction) => Promise<void>): Promise<void> {
    return this.centre.administer(act).catch(() => undefined);
  }

  /** After a disk or the centre was set back: what nobody holds now may be gone, all else must not. */
  noteDisaster(): void {
    const decided = this.centre.database.table<MutationRow>('mutation');
    const held = new Set(decided.filter(({ result }) => result.result === 'ok').map(({ id }) => id));
    for (const desk of this.desks) for (const id of desk.heldCommands()) held.add(id);
    for (const { commandId } of this.centre.database.table<EscrowCommandRow>('escrowCommand')) held.add(commandId);
    for (const id of this.created.keys()) if (!held.has(id)) this.excused.add(id);
  }

  /** A backup, or the centre set back to the last one, or to a moment ago as after a fail-over that lost the end. */
  async backupOrRestore(): Promise<void> {
    const what = this.random.pick(['backup', 'backup', 'restore', 'failOver'] as const);
    this.trace(`centre: ${what}`);
    if (what === 'backup') {
      const copy = this.centre.backup();
      await copy.then(
        (made) => {
          this.backup = made;
        },
        () => undefined,
      );
      return;
    }
    if (what === 'restore' && this.backup) return this.restore(this.backup);
    const { backup } = this;
    const copy = this.centre.database.copy();
    await this.scheduler.wait(this.random.wait(2_000));
    // A newer checked backup would have let the desks forget what this copy lacks.
    if (this.isStormy && backup === this.backup) this.restore(copy);
  }

  /** Another machine goes on with what it had of the centre, and nobody tells it that the end is missing. It notices by itself, some time later. */
  async failOver(): Promise<void> {
    const { backup, random, setBacks } = this;
    const copy = this.centre.database.copy();
    await this.scheduler.wait(random.wait(2_000));
    // What was copied before the centre went on from another copy is of a past that nobody stands in any more.
    if (!this.isStormy || backup !== this.backup || setBacks !== this.setBacks) return;
    this.setBacks += 1;
    this.trace('centre is set back unnoticed');
    const decided = () => new Set(this.centre.database.table<MutationRow>('mutation').map(({ id }) => id));
    const before = decided();
    this.centre.setBack(copy);
    const still = decided();
    for (const id of before) if (!still.has(id)) this.lostUnnoticed.add(id);
    this.noteDisaster();
    if (this.options.mutant?.isBlind) return;
    this.scheduler.after(random.wait(10_000), () => {
      this.trace('centre notices that it was set back');
      void this.centre.beginEpoch();
    });
  }

  private restore(copy: Copy): void {
    this.trace('centre is set back');
    this.setBacks += 1;
    this.centre.restore(copy);
    this.noteDisaster();
  }

  /** Lets people work and misfortunes happen; mostly after a first sync in fine weather. */
  async storm(isQuiet: () => boolean): Promise<void> {
    const { random, scheduler, weather } = this;
    if (random.chance(0.8)) await this.calm(isQuiet);
    this.isStormy = true;
    const events = [...weather.on].filter((name) => misfortunes[name]);
    for (let index = 0; index < weather.length; index += 1) {
      let isDue = false;
      scheduler.after(random.wait(weather.gap), () => {
        isDue = true;
        this.happen(events);
      });
      while (!isDue) await this.step();
    }
  }

  private happen(events: readonly FaultName[]): void {
    const { random } = this;
    if (events.length > 0 && random.chance(0.3)) {
      const name = random.pick(events);
      this.trace(`~ ${name}`);
      void Promise.resolve(misfortunes[name]?.(this)).catch((error: unknown) => this.problem('fault', String(error)));
      return;
    }
    if (random.chance(0.2)) {
      const stationActs = random.chance(0.3) ? answerAtStation : deliver;
      void stationActs(this).catch((error: unknown) => this.problem('fault', String(error)));
      return;
    }
    const desk = this.anyDesk();
    if (desk.isAwake) act(this, desk);
  }

  private async step(): Promise<void> {
    if (!(await this.scheduler.step())) throw new Error('the world has stopped');
  }

  /** Fine weather until all is quiet; false when it does not become so in time. */
  async calm(isQuiet: () => boolean): Promise<boolean> {
    const { scheduler } = this;
    this.isStormy = false;
    this.trace('the weather is fine');
    for (const desk of this.desks) desk.recover();
    const end = scheduler.now() + mostCalm;
    const most = scheduler.steps() + mostSteps;
    let look = scheduler.now() + 500;
    let isFortnightOver = false;
    while (scheduler.now() < end && scheduler.steps() < most) {
      await this.step();
      if (!isFortnightOver && scheduler.now() > end - mostCalm / 2) {
        isFortnightOver = true;
        void endClosings(this);
      }
      if (scheduler.now() < look) continue;
      if (isQuiet()) return true;
      look = scheduler.now() + (scheduler.now() < end - mostCalm + 20_000 ? 1_000 : 10_000);
    }
    return false;
  }

  close(): void {
    for (const desk of this.desks) desk.close();
  }
}

/** Her place among the workers of the office: she sees files only while she is given an audit. */
const auditor = 3;

/** Milliseconds and happenings after which a world that is not quiet counts as stuck. */
const mostCalm = 40 * 60_000;
const mostSteps = 20_000;

import { type ChangeNotices, createChangeNotices } from '../../../backend/commands/changes.ts';
import type { Desk } from '../../../backend/commands/desk.ts';
import { createSyncEngine, type SyncEngine } from '../../../backend/sync/engine.ts';
import type { PullResponse, SessionResponse } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { momentOf } from '../../../core/domain/moments.ts';
import type { EscrowKey } from '../../../db/escrow.ts';
import { knownEscrowKey, rememberEscrowKey } from '../../../db/escrow-key.ts';
import { initialiseMeta } from '../../../db/meta.ts';
import type { WritableDb } from '../../../db/sql.ts';
import type { FaultName } from '../faults.ts';
import type { OfficeWorker } from '../office.ts';
import type { WorldDeskParts } from './desk-parts.ts';
import { Disk, isDiskError, KilledError } from './disk.ts';
import { commandsAt } from '../invariants/holders.ts';
import { Farewell } from './farewell.ts';
import { Line } from './line.ts';
import { centralOver } from './line-calls.ts';
import type { StoreFolder } from './store-folder.ts';
import { type BlobFiles, memoryBlobs } from './memory-blobs.ts';

/** One run of the program, from its start to its end. */
type Life = {
  desk: Desk;
  engine: SyncEngine;
  changes: ChangeNotices;
  die: () => void;
  isOver: boolean;
};

/** A desk of a world: the real engine on the real tables, whose program can be killed, put to sleep and started again. */
export class WorldDesk {
  readonly parts: WorldDeskParts;
  disk: Disk;
  files: BlobFiles = new Map();
  /** Files as they were when the disk's snapshot was taken. */
  private keptFiles: BlobFiles = new Map();
  clockOffset = 0;
  /** How often the disk was set back, or lost what was only fetched: what was seen before may be gone for a while. */
  turns = 0;
  /** Commands that were sealed when the store was wiped and are not handed over yet. */
  private sealed: readonly Id[] = [];
  private readonly farewell: Farewell | null;
  private putFolderBack: () => void = () => undefined;
  private sleepsUntil = 0;
  private isClosed = false;
  private life: Life | null = null;

  constructor(parts: WorldDeskParts, disk?: Disk) {
    this.parts = parts;
    this.disk = disk ?? new Disk({ fault: parts.sqlFault });
    this.farewell = parts.folder && this.farewellWith(parts.folder);
  }

  get folder(): StoreFolder | null {
    return this.parts.folder;
  }

  /** There is a store: it was not wiped, or somebody has logged in again. */
  get hasStore(): boolean {
    return this.folder?.hasStore ?? true;
  }

  /** Commands that lie here, in whatever form. */
  heldCommands(): Id[] {
    return [...commandsAt(this.disk), ...(this.folder?.undelivered().length ? this.sealed : [])];
  }

  get name(): string {
    return this.parts.name;
  }

  get worker(): OfficeWorker {
    return this.parts.worker;
  }

  get isRunning(): boolean {
    return this.life !== null;
  }

  get isAwake(): boolean {
    return this.life !== null && this.parts.scheduler.now() >= this.sleepsUntil;
  }

  get desk(): Desk {
    if (!this.life) throw new Error(`${this.name} is off`);
    return this.life.desk;
  }

  get engine(): SyncEngine {
    if (!this.life) throw new Error(`${this.name} is off`);
    return this.life.engine;
  }

  get db(): WritableDb {
    return this.desk.store.db;
  }

  private line(atDesk: (happen: () => void) => void): Line {
    const { parts } = this;
    const onPull = (answer: PullResponse) => parts.onPull(this, answer);
    const { workerId } = parts.worker;
    return new Line({ ...parts, workerId, atDesk, onPull, trace: this.trace, faults: parts.lineFaults?.(this) });
  }

  private farewellWith(folder: StoreFolder): Farewell {
    const { scheduler, worker, newId } = this.parts;
    const machine = centralOver(this.line((happen) => this.whenAwake(happen)));
    const who = { login: worker.name, password: '', deviceName: this.name };
    return new Farewell({
      ...{ folder, machine, newId, deviceName: this.name },
      now: () => scheduler.now(),
      after: (milliseconds, happen) => void scheduler.after(milliseconds, happen),
      logIn: (storeId) => machine.logIn({ ...who, ...(storeId ? { storeId } : {}) }),
      onWipe: () => this.lose(),
      onOpened: (session, key) => this.begin(session, key),
      isOn: () => !this.isClosed && scheduler.now() >= this.sleepsUntil && (this.life !== null || !folder.hasStore),
      onFault: (error) => this.onFault(error),
    });
  }

  /** The store is locked in good order, and then nothing of it is left. */
  private lose(): void {
    const { life } = this;
    this.sealed = commandsAt(this.disk);
    if (life) {
      life.isOver = true;
      this.farewell?.end(true);
      // As the program does before it wipes: a round under way would look for a store that is not there any more.
      void life.engine.stop().catch((error: unknown) => this.onFault(error));
      life.die();
    }
    this.life = null;
    this.disk.release();
    this.disk = new Disk({ fault: this.parts.sqlFault });
    this.files.clear();
    this.turns += 1;
    this.trace('is wiped');
  }

  /** Starts the program on what the disk holds. */
  start(): void {
    if (!this.hasStore) return;
    const storeId = this.folder?.storeId ?? null;
    this.begin(null, storeId && this.parts.centre.farewells.keyFor(storeId));
  }

  private begin(session: SessionResponse | null, key: EscrowKey | null): void {
    const { parts } = this;
    const { scheduler, random, worker, newId } = parts;
    const { db, die } = this.disk.boot();
    const life = { die, isOver: false } as Life;
    this.disk.onKilled = () => this.end(life);
    const now = () => momentOf(scheduler.now() + this.clockOffset);
    if (this.disk.look('SELECT 1 FROM meta').length === 0) initialiseMeta(db, newId());
    const pace = () => new Promise<void>((resolve) => scheduler.after(1, () => this.at(life, resolve)));
    const blobs = memoryBlobs(this.files, db, now, pace);
    life.changes = createChangeNotices((error) => parts.onProblem(`a listener threw: ${String(error)}`));
    const folder = this.folder?.path ?? '';
    life.desk = { store: { folder, db, blobs, close() {} }, changes: life.changes, newId, now };
    // The log-in fails as long as the disk does.
    if (key && knownEscrowKey(db) === null) rememberEscrowKey(db, key);
    const central = centralOver(this.line((happen) => this.at(life, happen)));
    const storeId = this.folder?.storeId ?? undefined;
    const after = (milliseconds: number, then: () => void) => scheduler.after(milliseconds, () => this.at(life, then));
    const timers = { after, pause: pace };
    const who = { login: worker.name, password: '', deviceName: this.name, ...(storeId ? { storeId } : {}) };
    life.engine = createSyncEngine({
      desk: life.desk,
      central,
      random: random.next,
      timers,
      logInAgain: () => central.logIn(who),
      onFailure: (error) => this.farewell?.refused(error),
      onFault: (error) => this.onFault(error),
    });
    this.life = life;
    this.trace('starts');
    this.guard(() => life.engine.start(session));
    this.guard(() => this.farewell?.begin({ desk: life.desk, engine: life.engine, central, timers }));
  }

  private readonly trace = (text: string) => this.parts.trace(`${this.name} ${text}`);

  /** A fault of the program itself; a dead or full disk is none. */
  private onFault(error: unknown): void {
    if (error instanceof KilledError || isDiskError(error)) return;
    this.parts.onProblem(`${this.name} failed: ${error instanceof Error ? error.stack : String(error)}`);
  }

  /** Runs something at the desk; where it is killed in it, it stops there. */
  guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof KilledError)) throw error;
    }
  }

  /** Does something in a life of the program, when it is awake and if it is not over. */
  private at(life: Life, happen: () => void): void {
    if (life.isOver) return;
    const wait = this.sleepsUntil - this.parts.scheduler.now();
    if (wait > 0) {
      this.parts.scheduler.after(wait, () => this.at(life, happen));
      return;
    }
    happen();
    this.parts.scheduler.afterwards(this.touched);
  }

  private whenAwake(happen: () => void): void {
    if (this.isClosed) return;
    const wait = this.sleepsUntil - this.parts.scheduler.now();
    if (wait > 0) this.parts.scheduler.after(wait, () => this.whenAwake(happen));
    else happen();
  }

  private readonly touched = () => this.parts.onTouched(this);

  private end(life: Life): void {
    if (life.isOver) return;
    life.isOver = true;
    life.die();
    this.farewell?.end(false);
    this.trace('is killed');
    if (this.life !== life) return;
    this.life = null;
    const { scheduler, random } = this.parts;
    scheduler.after(random.wait(3_000), () => {
      if (!this.life) this.start();
    });
  }

  /** The program stops where it is; it is started again later. */
  kill(): void {
    this.disk.killAfter = 0;
    if (this.life) this.end(this.life);
  }

  /** Stops in the middle of what the program is doing, a few transactions from now. */
  killSoon(transactions: number): void {
    this.disk.killAfter = transactions;
  }

  cutPower(): void {
    this.kill();
    if (!this.disk.cutPower()) return;
    this.turns += 1;
    this.trace('loses what was not on the disk');
  }

  takeSnapshot(): void {
    this.disk.takeSnapshot();
    this.keptFiles = new Map(this.files);
    this.putFolderBack = this.folder?.keep() ?? (() => undefined);
    this.trace('disk is kept');
  }

  /** The disk is as it was when it was kept; false when it never was. */
  returnToSnapshot(): boolean {
    this.kill();
    if (!this.disk.returnToSnapshot()) return false;
    this.files = new Map(this.keptFiles);
    this.putFolderBack();
    this.turns += 1;
    this.trace('disk is set back');
    return true;
  }

  sleep(milliseconds: number): void {
    this.sleepsUntil = this.parts.scheduler.now() + milliseconds;
    this.trace(`sleeps ${milliseconds}`);
  }

  /** Ends all that has been going wrong at this desk. */
  recover(): void {
    this.disk.trouble = 'none';
    this.disk.killAfter = 0;
    this.clockOffset = 0;
    this.sleepsUntil = 0;
    if (!this.life) this.start();
  }

  isOn(name: FaultName): boolean {
    return this.parts.isStormy() && this.parts.weather.on.has(name);
  }

  /** The world is over. */
  close(): void {
    this.isClosed = true;
    if (this.life) this.life.isOver = true;
    this.life = null;
    this.disk.release();
    this.folder?.remove();
  }
}

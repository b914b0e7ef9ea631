import { bringIn } from '../../../backend/session/bring-in.ts';
import { type EscrowKeeper, keepEscrow } from '../../../backend/session/escrow.ts';
import { askShare } from '../../../backend/session/lease.ts';
import { countUnsent } from '../../../backend/session/unsent.ts';
import {
  isAccountClosed,
  lookForOrders,
  putAsideUnfinished,
  wipeOrderIn,
  wipeStore,
} from '../../../backend/session/wipe.ts';
import type { Desk } from '../../../backend/commands/desk.ts';
import type { SyncEngine } from '../../../backend/sync/engine.ts';
import type { Timers } from '../../../backend/sync/environment.ts';
import type { SessionResponse } from '../../../core/contract/central.ts';
import { AppError } from '../../../core/domain/errors.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { momentOf } from '../../../core/domain/moments.ts';
import type { EscrowKey } from '../../../db/escrow.ts';
import type { WorldCentral } from './line-calls.ts';
import type { StoreFolder } from './store-folder.ts';

/** So often somebody starts the program anew, or tries to log in. */
const usualPause = 60_000;

export type FarewellParts = {
  folder: StoreFolder;
  deviceName: string;
  now: () => number;
  newId: () => Id;
  after: (milliseconds: number, happen: () => void) => void;
  /** The machine's own line, which needs no store. */
  machine: WorldCentral;
  logIn: (storeId: Id | null) => Promise<SessionResponse>;
  /** The store is locked, and what lay on the disk is gone. */
  onWipe: () => void;
  /** A new store was opened with this answer and key. */
  onOpened: (session: SessionResponse, key: EscrowKey) => void;
  isOn: () => boolean;
  onFault: (error: unknown) => void;
};

type Open = { desk: Desk; engine: SyncEngine; central: WorldCentral; escrow: EscrowKeeper };

/** What backend/session does about a store whose account is closed, by its own functions: session.ts and running-store.ts are modelled here. */
export class Farewell {
  private readonly parts: FarewellParts;
  private open: Open | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(parts: FarewellParts) {
    this.parts = parts;
    this.again();
  }

  /** Something works on the store from now on; with what the engine tells of refusals. */
  begin({ desk, central, engine, timers }: Omit<Open, 'escrow'> & { timers: Pick<Timers, 'after'> }): void {
    const { onFault } = this.parts;
    const escrow = keepEscrow({
      ...{ desk, timers, onFault },
      onWaitingChanged: (then) => engine.onState(then),
      onScansChanged: () => () => undefined,
    });
    const open = { desk, engine, central, escrow };
    this.open = open;
    void this.askShare(open);
    void this.bringIn(open);
  }

  /** The program has ended; `isOrderly`: it could still write what it had to. */
  end(isOrderly: boolean): void {
    if (isOrderly) this.open?.escrow.sealAll();
    this.open = null;
  }

  refused(error: AppError): void {
    const { open } = this;
    if (!open) return;
    if (isAccountClosed(error) && countUnsent(open.desk.store.db) === 0) void this.askShare(open);
    this.obey(error);
  }

  private obey(error: unknown): void {
    const order = wipeOrderIn(error);
    if (order) void this.inTurn(() => this.wipe(this.parts.folder.path, order));
  }

  private async askShare({ desk, engine, central }: Open): Promise<void> {
    const { folder, deviceName } = this.parts;
    const storeId = folder.storeId;
    if (!storeId) return;
    const told = { waiting: countUnsent(desk.store.db) };
    await engine.ask(() => askShare(central, storeId, deviceName, told)).catch((error: unknown) => this.failed(error));
  }

  private async bringIn({ desk, engine, central }: Open): Promise<void> {
    const scans = { wake: () => undefined, changed: () => undefined };
    const ask = <Answer>(call: () => Promise<Answer>) => engine.ask(call);
    await bringIn({ desk, scans, central, ask }).catch((error: unknown) => this.failed(error));
  }

  private failed(error: unknown): void {
    if (error instanceof AppError) this.obey(error);
    else this.parts.onFault(error);
  }

  private inTurn(work: () => Promise<unknown>): Promise<unknown> {
    this.turn = this.turn.then(work, work).catch(this.parts.onFault);
    return this.turn;
  }

  private async wipe(path: string, order: string): Promise<void> {
    const { folder, machine, onWipe } = this.parts;
    if (path === folder.path && folder.hasStore) onWipe();
    await wipeStore(path, order, machine);
  }

  /** A program that is started looks for orders; without a store somebody tries to log in. */
  private again(): void {
    const { after, isOn } = this.parts;
    after(usualPause, () => {
      if (isOn()) void this.inTurn(() => this.startProgram());
      this.again();
    });
  }

  private async startProgram(): Promise<void> {
    const { folder, machine, logIn, newId, deviceName, now, onOpened } = this.parts;
    try {
      await lookForOrders(folder.dataFolder, machine, (path, order) => this.wipe(path, order));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
    if (folder.hasStore) {
      // She logs in again at the store that is there.
      if (this.open) void this.bringIn(this.open);
      return;
    }
    try {
      const session = await logIn(folder.storeId);
      machine.useAccessToken(session.accessToken);
      const storeId = newId();
      const { escrowKey } = await askShare(machine, storeId, deviceName);
      putAsideUnfinished(folder.path, momentOf(now()));
      folder.begin(storeId);
      onOpened(session, escrowKey);
    } catch (error) {
      if (!(error instanceof AppError)) throw error; // closed, or away: some other time
    }
  }
}

import { decideForClosed } from '../../../central/rules/closed-accounts.ts';
import type { News } from '../../../central/rules/push.ts';
import { escrowKey, keepEscrow, noteEscrowTaken, waitingEscrow } from '../../../central/store/escrow.ts';
import type { LeaseRequest, LeaseResponse } from '../../../core/contract/central.ts';
import { type EscrowedCommand, escrowLimit, type SealedCommand } from '../../../core/contract/escrow.ts';
import { AppError } from '../../../core/domain/errors.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { EscrowKey } from '../../../db/escrow.ts';
import type { MemoryDatabase } from '../database/memory-database.ts';
import type { DeskStoreRow, EscrowKeyRow } from '../database/tables.ts';
import type { Transaction } from '../database/transaction.ts';
import { sha256Of } from '../hash.ts';
import type { Guard, Service } from './service.ts';
import { type Caller, type Sessions, storeLost } from './sessions.ts';

type FarewellParts = {
  database: MemoryDatabase;
  sessions: Sessions;
  guard: Guard;
  announce: (news: News) => void;
  newId: () => Id;
  onProblem: (problem: string) => void;
};

const notFound = () => new AppError('not_found', 'Das gibt es hier nicht.');
const leaseSeconds = 72 * 3_600;

/** Stores of desks, orders to wipe them and what lies sealed beside them: modelled are the stores, real is what becomes of what was sealed. */
export class Farewells {
  private readonly parts: FarewellParts;

  constructor(parts: FarewellParts) {
    this.parts = parts;
  }

  /** A store whose worker has logged in with it before this world began. */
  register(storeId: Id, workerId: Id): void {
    const row = newStore(storeId, workerId);
    void this.parts.database.administer(async (transaction) => transaction.put('deskStore', storeId, row));
  }

  /** What such a store knows of the centre. */
  keyFor(storeId: Id): EscrowKey {
    const [key] = this.parts.database.table<EscrowKeyRow>('escrowKey');
    if (!key) throw new Error('the centre has no key');
    const { proofKey } = newStore(storeId, storeId);
    return { id: key.id, publicKey: key.publicKey, proof: { storeId, key: proofKey } };
  }

  /** central/http/lease-routes.ts. */
  async lease(service: Service, caller: Caller, request: LeaseRequest): Promise<LeaseResponse> {
    const { storeId } = request;
    await this.inTransaction(async (transaction) => {
      await transaction.lock('deskStore', storeId);
      if (transaction.get('deskStore', storeId)) return;
      transaction.put('deskStore', storeId, newStore(storeId, caller.workerId));
    });
    this.parts.sessions.attach(caller.sessionId, storeId);
    if (caller.isClosing && request.waiting === 0) await this.markFarewell(storeId, true);
    const store = this.storeOf(storeId);
    if (store?.order) throw storeLost(store);
    const key = await this.parts.guard(() => escrowKey(service.database));
    const share = Buffer.alloc(32, 1).toString('base64');
    const proofKey = store?.proofKey.toString('base64') ?? '';
    return {
      share,
      proofKey,
      seconds: leaseSeconds,
      escrowKey: { id: key.id, publicKey: key.publicKey.toString('base64') },
    };
  }

  /** central/http/lost-store-routes.ts: `GET /v1/stores/:storeId/order`. */
  async wipeOrder(storeId: Id): Promise<{ order: string | null }> {
    await this.markFarewell(storeId, false);
    return { order: this.storeOf(storeId)?.order ?? null };
  }

  async wipeEscrow(service: Service, request: { order: string; commands: SealedCommand[] }) {
    const { workerId } = this.storeWith(request.order);
    const log = {
      error: (fields: object, words: string) => this.parts.onProblem(`${words}: ${JSON.stringify(fields)}`),
    };
    return this.parts.guard(async () => {
      const kept = await keepEscrow(service.database, request.commands, { workerId, isHerself: false });
      for (const news of await decideForClosed(service.database, workerId, log)) this.parts.announce(news);
      return kept;
    });
  }

  async noteWiped(order: string): Promise<void> {
    const { id } = this.storeWith(order);
    await this.inTransaction(async (transaction) => {
      await transaction.lock('deskStore', id);
      const store = transaction.get('deskStore', id);
      if (store) transaction.put('deskStore', id, { ...store, isWiped: true });
    });
  }

  bring(service: Service, { workerId }: Caller, commands: SealedCommand[]) {
    return this.parts.guard(() => keepEscrow(service.database, commands, { workerId, isHerself: true }));
  }

  async waiting(service: Service, { workerId }: Caller): Promise<{ commands: EscrowedCommand[] }> {
    return { commands: await this.parts.guard(() => waitingEscrow(service.database, workerId, escrowLimit)) };
  }

  taken(service: Service, { workerId }: Caller, ids: readonly Id[]): Promise<void> {
    return this.parts.guard(() => noteEscrowTaken(service.database, workerId, ids));
  }

  /** central/store/lost-stores.ts: markFarewell. */
  private async markFarewell(storeId: Id, isEmpty: boolean): Promise<void> {
    let isMarked = false;
    const order = `order ${this.parts.newId()}`;
    await this.inTransaction(async (transaction) => {
      await transaction.lock('deskStore', storeId);
      const store = transaction.get('deskStore', storeId);
      if (!store || store.order || store.isWiped) return;
      const until = transaction.get('account', store.workerId)?.closingUntil ?? null;
      if (until === null || !(isEmpty || until <= transaction.now())) return;
      transaction.put('deskStore', storeId, { ...store, order, isFarewell: true });
      isMarked = true;
    });
    if (isMarked) this.parts.sessions.endOf(storeId);
  }

  private inTransaction(act: (transaction: Transaction) => Promise<void>): Promise<void> {
    return this.parts.guard(() => this.parts.database.administer(act));
  }

  private storeOf(storeId: Id): DeskStoreRow | undefined {
    return this.parts.database.table<DeskStoreRow>('deskStore').find(({ id }) => id === storeId);
  }

  private storeWith(order: string): DeskStoreRow {
    const store = this.parts.database.table<DeskStoreRow>('deskStore').find((one) => one.order === order);
    if (!store) throw notFound();
    return store;
  }
}

function newStore(id: Id, workerId: Id): DeskStoreRow {
  const proofKey = Buffer.from(sha256Of(Buffer.from(`proof ${id}`)), 'hex');
  return { id, workerId, proofKey, order: null, isFarewell: false, isWiped: false };
}

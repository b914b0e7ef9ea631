import type { SessionResponse } from '../../../core/contract/central.ts';
import { AppError } from '../../../core/domain/errors.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { Role } from '../../../core/domain/levels.ts';
import { momentOf } from '../../../core/domain/moments.ts';
import type { MemoryDatabase } from '../database/memory-database.ts';
import type { AccountRow, DeskStoreRow } from '../database/tables.ts';

/** `isClosing`: her account is closed, and her desks may hand over what waits on them. */
export type Caller = { workerId: Id; role: Role; sessionId: Id; isClosing?: boolean };
/** From a log-in on; `storeId` once it has asked for the share of a store. */
type Session = { workerId: Id; storeId: Id | null; isEnded: boolean };
type Access = { session: Session; sessionId: Id; until: number };
type SessionsParts = { database: MemoryDatabase; now: () => number; newId: () => Id; epoch: () => string };

const accessTokenLife = 600_000;
const logInFirst = () => new AppError('unauthenticated', 'Bitte melden Sie sich an.');
/** What a route that reads says while an account is closing; see addAuthentication in central/http/app.ts. */
const accountClosed = () => new AppError('must_upgrade', 'Ihr Konto ist geschlossen.', { reason: 'accountClosed' });

export const storeLost = ({ order, isFarewell }: DeskStoreRow) =>
  new AppError('forbidden', 'Der Bestand ist zu löschen.', { reason: 'storeLost', order, isFarewell });

/** Who is logged in: what central/store/sessions.ts, accounts.ts and the session routes do. */
export class Sessions {
  private readonly parts: SessionsParts;
  private readonly access = new Map<string, Access>();
  private readonly refreshTokens = new Map<string, Session>();
  private tokens = 0;

  constructor(parts: SessionsParts) {
    this.parts = parts;
  }

  clear(): void {
    this.access.clear();
    this.refreshTokens.clear();
  }

  accountOf(workerId: Id): AccountRow {
    const account = this.parts.database.table<AccountRow>('account').find((one) => one.workerId === workerId);
    if (!account) throw new Error('no such account');
    return account;
  }

  /** `closing`: for a time its desks may still hand over what waits. */
  stateOf(workerId: Id): 'open' | 'closing' | 'over' {
    const { closingUntil } = this.accountOf(workerId);
    if (closingUntil === null) return 'open';
    return closingUntil > this.parts.now() ? 'closing' : 'over';
  }

  /** Who an access token stands for, for what desks of any age may do. */
  callerOf(token: string | null): Caller {
    const access = token === null ? undefined : this.access.get(token);
    if (!access || access.until <= this.parts.now()) throw logInFirst();
    const { session, sessionId } = access;
    const holder = this.holderNow({ workerId: session.workerId, role: 'worker', sessionId });
    if (!holder) throw logInFirst();
    return holder;
  }

  /** The same, for what nobody with a closed account may do. */
  readerOf(token: string | null): Caller {
    const caller = this.callerOf(token);
    if (caller.isClosing) throw accountClosed();
    return caller;
  }

  /** The caller as she is now; null: her session is over. */
  holderNow({ workerId, sessionId }: Caller): Caller | null {
    const state = this.stateOf(workerId);
    const access = [...this.access.values()].find((one) => one.sessionId === sessionId);
    if (state === 'over' || !access || access.session.isEnded) return null;
    const { role } = this.accountOf(workerId);
    return { workerId, role, sessionId, ...(state === 'closing' ? { isClosing: true } : {}) };
  }

  logIn(workerId: Id, storeId: Id | undefined): SessionResponse {
    const store = this.storeOf(storeId);
    if (store?.order) throw storeLost(store);
    const state = this.stateOf(workerId);
    if (state === 'over' || (state === 'closing' && store?.workerId !== workerId)) throw logInFirst();
    return this.issue({ workerId, storeId: null, isEnded: false });
  }

  refresh(refreshToken: string): SessionResponse {
    const session = this.refreshTokens.get(refreshToken);
    const store = this.storeOf(session?.storeId ?? undefined);
    if (!session || session.isEnded || this.stateOf(session.workerId) === 'over') {
      if (store?.order) throw storeLost(store);
      throw new AppError('unauthenticated', 'Die Anmeldung ist abgelaufen.');
    }
    return this.issue(session);
  }

  /** The session belongs to the store whose share it asked for. */
  attach(sessionId: Id, storeId: Id): void {
    for (const access of this.access.values()) if (access.sessionId === sessionId) access.session.storeId = storeId;
  }

  endOf(storeId: Id): void {
    for (const session of this.refreshTokens.values()) if (session.storeId === storeId) session.isEnded = true;
  }

  private storeOf(storeId: Id | undefined): DeskStoreRow | undefined {
    return this.parts.database.table<DeskStoreRow>('deskStore').find(({ id }) => id === storeId);
  }

  private issue(session: Session): SessionResponse {
    const { workerId } = session;
    const { role } = this.accountOf(workerId);
    this.tokens += 1;
    const [accessToken, refreshToken] = [`access ${this.tokens}`, `refresh ${this.tokens}`];
    const until = this.parts.now() + accessTokenLife;
    this.access.set(accessToken, { session, sessionId: this.parts.newId(), until });
    this.refreshTokens.set(refreshToken, session);
    const times = { accessExpiresAt: momentOf(until), serverTime: momentOf(this.parts.now()) };
    const facts = { epoch: this.parts.epoch(), minProtocol: 1, maxProtocol: 1 };
    return { accessToken, refreshToken, workerId, role, ...facts, ...times };
  }
}

import type { ImapFlow } from 'imapflow';
import { houseInWords, isTroubleOfHouse } from '../station/folder-words.ts';
import type { Intake } from '../station/intake.ts';
import { saveFolder } from '../station/watched-folders.ts';
import { TokenError } from './access-token.ts';
import { type AccountLease, holdAccount, releaseAccount } from './account-lease.ts';
import { mailAccountName } from './account-address.ts';
import {
  connectMailAccount,
  MailAccountError,
  type MailAccountAccess,
  mailAccountInWords,
  openMailAccount,
  type OpenMailAccount,
} from './account-client.ts';
import { type MessagePlace, messageOutcomes } from './message-journal.ts';
import { isUnderWay, putAway } from './put-away.ts';
import { refuseTooLarge, takeMessage } from './take-message.ts';

export type MailAccountWatchOptions = {
  /** Looked through so often even when the server tells of nothing new. */
  pollMilliseconds: number;
  /** The same while messages of it are being worked on. */
  busyMilliseconds: number;
  /** After so long without a sign of life another service looks through the mailbox. */
  leaseMilliseconds: number;
  /** First and longest wait after a failure. */
  retryMilliseconds: [first: number, longest: number];
};

const usual: MailAccountWatchOptions = {
  pollMilliseconds: 30_000,
  busyMilliseconds: 2_000,
  leaseMilliseconds: 90_000,
  retryMilliseconds: [2_000, 300_000],
};

class LeaseLostError extends Error {}

const nothing = { waiting: 0, isStuck: false };
const stuck = 'E-Mails, die übernommen sind, lassen sich nicht verschieben. Bitte geben Sie dem Konto das Recht dazu.';

/** Watches a mailbox: takes each message over once, moves it away when it is known what became of it, goes on after every break. */
export class MailAccountWatch {
  readonly #intake: Intake;
  readonly #access: MailAccountAccess;
  readonly #options: MailAccountWatchOptions;
  readonly #name: string;
  readonly #ending = new AbortController();
  #running: Promise<void> | null = null;

  constructor(intake: Intake, access: MailAccountAccess, options: Partial<MailAccountWatchOptions> = {}) {
    this.#intake = intake;
    this.#access = access;
    this.#options = { ...usual, ...options };
    this.#name = mailAccountName(access.address);
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Lets the message under way be taken to its end. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const [first, longest] = this.#options.retryMilliseconds;
    let wait = first;
    while (!this.#ending.signal.aborted) {
      if (!(await this.#hold().catch(() => false))) {
        // Another service watches it, or the database is away.
        await pause(this.#options.busyMilliseconds, this.#ending.signal);
        continue;
      }
      const error = await this.#watchOnce(() => {
        wait = first;
      }).catch((problem: unknown) => problem);
      if (this.#ending.signal.aborted) break;
      // Nothing is wrong: it goes on with a new token.
      if (error === undefined || error instanceof LeaseLostError) continue;
      const words = isTroubleOfHouse(error) ? houseInWords(error) : mailAccountInWords(error, this.#access);
      await this.#tell({ waitingFiles: 0, problem: words });
      this.#intake.log.warn({ code: codeOf(error) }, 'a mailbox could not be watched');
      await pause(wait, this.#ending.signal);
      wait = Math.min(longest, wait * 2);
    }
    // It runs out by itself where the database is away.
    await releaseAccount(this.#intake.database, this.#lease()).catch(() => undefined);
  }

  #lease(): AccountLease {
    const { leaseMilliseconds } = this.#options;
    return { name: this.#name, serviceId: this.#intake.serviceId, leaseMilliseconds };
  }

  #hold(): Promise<boolean> {
    return holdAccount(this.#intake.database, this.#lease());
  }

  async #keep(): Promise<void> {
    if (!(await this.#hold())) throw new LeaseLostError('another service watches the mailbox');
  }

  /** One connection, until it breaks (rejected), its token is to be renewed or the watch ends. */
  async #watchOnce(onGood: () => void): Promise<void> {
    const { login } = this.#access;
    const client = await connectMailAccount(this.#access, this.#ending.signal);
    const close = () => client.close();
    this.#ending.signal.addEventListener('abort', close);
    const closed = new Promise<never>((_, reject) => {
      client.once('close', () => reject(new Error('the connection was closed')));
    });
    closed.catch(() => undefined);
    let wake: () => void = () => undefined;
    client.on('exists', () => wake());
    try {
      const account = await openMailAccount(client, this.#access.address);
      // A server ends the connection with the token, perhaps in the middle of a message.
      while (!this.#ending.signal.aborted && !('tokens' in login && login.tokens.isEnding())) {
        const news = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await this.#keep();
        const { waiting, isStuck } = await this.#lookThrough(account);
        await this.#tell({ waitingFiles: waiting, problem: isStuck ? stuck : null });
        onGood();
        const { pollMilliseconds, busyMilliseconds } = this.#options;
        client.idle().catch(() => undefined);
        const next = pause(waiting > 0 ? busyMilliseconds : pollMilliseconds, this.#ending.signal);
        await Promise.race([news, next, closed]);
      }
    } finally {
      this.#ending.signal.removeEventListener('abort', close);
      client.close();
    }
  }

  /** Takes over what is new and puts away what is done; returns how many messages still wait, and whether some cannot be moved. */
  async #lookThrough(account: OpenMailAccount): Promise<{ waiting: number; isStuck: boolean }> {
    const { client, uidValidity } = account;
    const { database } = this.#intake;
    const place = { account: this.#name, uidValidity };
    const uids = ((await client.search({ all: true }, { uid: true })) || []) as number[];
    const before = await messageOutcomes(database, place, uids);
    let [waiting, isStuck] = [0, false];
    for (const uid of uids) {
      if (this.#ending.signal.aborted) return nothing;
      await this.#keep();
      if (!before.has(uid) && !(await this.#take(client, { ...place, uid }))) isStuck = true;
    }
    const now = await messageOutcomes(database, place, uids);
    for (const outcome of now.values()) {
      if (this.#ending.signal.aborted) return nothing;
      await this.#keep();
      if (isUnderWay(outcome)) waiting += 1;
      else if (!(await putAway(this.#intake, account, this.#access.address.folder, outcome))) isStuck = true;
    }
    return { waiting, isStuck };
  }

  /** False: the server does not hand this message over; the others must not wait for it. */
  async #take(client: ImapFlow, place: MessagePlace): Promise<boolean> {
    return this.#fetchAndTake(client, place).then(
      () => true,
      (error: unknown) => {
        if ((error as { responseStatus?: string }).responseStatus !== 'NO') throw error;
        return false;
      },
    );
  }

  async #fetchAndTake(client: ImapFlow, place: MessagePlace): Promise<void> {
    const uid = String(place.uid);
    const listed = await client.fetchOne(uid, { size: true, internalDate: true, envelope: true }, { uid: true });
    if (!listed) return; // taken away meanwhile, by a service or a person
    const { size = 0, internalDate, envelope } = listed;
    const receivedAt = internalDate ? new Date(internalDate) : new Date();
    const facts = { size, receivedAt, messageId: envelope?.messageId ?? null, subject: envelope?.subject ?? null };
    const message = { place, facts, station: this.#access.address.station };
    if (await refuseTooLarge(this.#intake, message)) return;
    const fetched = await client.fetchOne(uid, { source: true }, { uid: true });
    if (fetched && fetched.source) await takeMessage(this.#intake, message, fetched.source);
  }

  async #tell(state: { waitingFiles: number; problem: string | null }): Promise<void> {
    const { station } = this.#access.address;
    // Where the database is away there is nowhere to tell it; the log has it.
    await saveFolder(this.#intake.database, { folder: this.#name, station, ...state }).catch(() => undefined);
  }
}

/** A code of the system or of the client, never words. */
function codeOf(error: unknown): string {
  const fault = error instanceof MailAccountError ? error.fault : error;
  const { code, authenticationFailed } = (fault ?? {}) as { code?: unknown; authenticationFailed?: boolean };
  if (authenticationFailed) return 'AUTHENTICATION';
  if (error instanceof TokenError) return `TOKEN ${error.reason}`;
  return typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : '';
}

/** Waits, or not until the end when the watch ends. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}

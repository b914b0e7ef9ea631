import { presentLimit } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import { missingContentCode } from '../../db/clarifications.ts';
import { type OutboxEntry, waitingEntries } from '../../db/outbox.ts';
import type { Desk } from '../commands/desk.ts';
import { touchedBy } from '../commands/touched.ts';
import { type BatchPace, noting, takeTogether } from './batch-pace.ts';
import { readAll, sendBlob } from './blob-transfer.ts';
import type { Central } from './central.ts';
import { contentsOf, setAside } from './take-push.ts';

/** How far ahead in the outbox contents are sent. */
const lookAhead = 500;
/**
 * Contents on their way beside each other: while one is flushed at the centre, the next is on the line. Where one segment in a hundred is
 * lost, one connection gets some 3.5 Mbit/s at 40 ms there and back (Mathis et al. 1997): these fill the line of a branch office.
 */
export const uploadsAtOnce = 8;
/** What has arrived is noted together; but so often that the commands behind it need not wait for all else. */
const notedAtOnce = { contents: 16, bytes: 4 * 1024 * 1024 };

/** Contents of a waiting command that only this desk has. What was here once and is gone may be at the centre: it says so. */
export function unsentContents(desk: Desk, entry: OutboxEntry): string[] {
  return contentsOf(entry).filter((sha256) => desk.store.blobs.info(sha256)?.state === 'uploading');
}

type Parts = {
  desk: Desk;
  central: Central;
  /** Of this line, kept from one run to the next. */
  pace: BatchPace;
  mayGoOn?: () => boolean;
  /** Some are there, others still to be sent. */
  onArrived?: () => void;
  onFault: (error: unknown) => void;
};
type Waiting = { entry: OutboxEntry; sha256: string; size: number };

/**
 * Sends contents of waiting commands, in the order of the commands; true when any was sent. A content that is lost on this desk
 * cannot be sent: its command goes to "Klärung", so that what follows is not held up. Other failures go to `onFault`.
 */
export async function uploadWaiting(parts: Parts): Promise<boolean> {
  const { desk, central, pace, mayGoOn = () => true, onArrived = () => undefined, onFault } = parts;
  const sending = new Sending({ desk, central, pace, mayGoOn, onArrived }, waitingContents(desk));
  try {
    await sending.skipPresent();
    await Promise.all(Array.from({ length: uploadsAtOnce }, () => sending.sendOn()));
  } finally {
    sending.note();
  }
  if (sending.fault !== null) onFault(sending.fault);
  return sending.hasGoneOn;
}

function waitingContents(desk: Desk): Waiting[] {
  const found = new Map<string, Waiting>();
  for (const entry of waitingEntries(desk.store.db, lookAhead)) {
    for (const sha256 of unsentContents(desk, entry)) {
      if (!found.has(sha256)) found.set(sha256, { entry, sha256, size: desk.store.blobs.info(sha256)?.size ?? 0 });
    }
  }
  return [...found.values()];
}

/** One run over what waits: several lanes take from one list. After a fault no lane takes another. */
class Sending {
  hasGoneOn = false;
  fault: unknown = null;
  readonly #desk: Desk;
  readonly #central: Central;
  readonly #pace: BatchPace;
  readonly #mayGoOn: () => boolean;
  readonly #onArrived: () => void;
  #waiting: Waiting[];
  /** At the centre, not noted here yet. */
  #arrived: string[] = [];
  #arrivedBytes = 0;
  readonly #givenUp = new Set<number>();
  #reading: Promise<unknown> = Promise.resolve();

  constructor({ desk, central, pace, mayGoOn, onArrived }: Required<Omit<Parts, 'onFault'>>, waiting: Waiting[]) {
    this.#desk = desk;
    this.#central = central;
    this.#pace = pace;
    this.#mayGoOn = mayGoOn;
    this.#onArrived = onArrived;
    this.#waiting = waiting;
  }

  /** Asks which of them the centre has already. */
  async skipPresent(): Promise<void> {
    try {
      for (let from = 0; from < this.#waiting.length; from += presentLimit) {
        const asked = this.#waiting.slice(from, from + presentLimit).map(({ sha256 }) => sha256);
        this.#arrived.push(...(await this.#central.presentBlobs(asked)));
      }
    } catch (error) {
      this.fault = error;
    }
    const present = new Set(this.#arrived);
    this.#waiting = this.#waiting.filter(({ sha256 }) => !present.has(sha256));
    this.note();
  }

  /** One lane: sends until nothing waits or something failed. */
  async sendOn(): Promise<void> {
    for (let next = this.#next(); next.length > 0; next = this.#next()) {
      for (const one of await this.#sendTogether(next)) {
        if (this.fault === null) await this.#settle(one, () => this.#sendAlone(one));
      }
    }
  }

  /** Gives those that have to be sent alone: there is only one, the centre takes none together, or they came changed. */
  async #sendTogether(together: readonly Waiting[]): Promise<readonly Waiting[]> {
    if (together.length === 1) return together;
    // One lane after the other: the first is on the line while the next is read, instead of all being read first.
    const reading = this.#reading.then(() => this.#read(together));
    this.#reading = reading;
    const read = await reading;
    if (this.fault !== null || read.size === 0 || !this.#mayGoOn()) return [];
    const contents = [...read].map(([sha256, bytes]) => ({ sha256, bytes }));
    const size = contents.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const kept = new Set<string>();
    try {
      for (const sha256 of await noting(this.#pace, this.#desk.now, size, () => this.#central.putBlobs(contents)))
        kept.add(sha256);
      this.#haveArrived(
        [...read.keys()].filter((sha256) => kept.has(sha256)),
        size,
      );
    } catch (error) {
      if (!isRefusedThere(error)) this.fault ??= error; // which of them is refused is told when each comes alone
    }
    return together.filter(({ sha256 }) => read.has(sha256) && !kept.has(sha256));
  }

  /** Their bytes; without those that are lost here. */
  async #read(together: readonly Waiting[]): Promise<Map<string, Uint8Array>> {
    const read = new Map<string, Uint8Array>();
    for (const one of together) {
      await this.#settle(one, async () => {
        read.set(one.sha256, await readAll(this.#desk.store.blobs, one.sha256));
      });
    }
    return read;
  }

  async #sendAlone({ sha256, size }: Waiting): Promise<void> {
    const { blobs } = this.#desk.store;
    await noting(this.#pace, this.#desk.now, size, () => sendBlob(this.#central, blobs, sha256, this.#mayGoOn));
    this.#haveArrived([sha256], size);
  }

  /** What is lost here or refused there goes to "Klärung"; another error ends the run. */
  async #settle({ entry }: Waiting, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isLostHere(error)) this.#setAside(entry, lostHere);
      else if (isRefusedThere(error)) this.#setAside(entry, refusedThere(error));
      else this.fault ??= error;
    }
  }

  /** Writes down what has arrived. */
  note(): void {
    if (this.#arrived.length === 0) return;
    this.#desk.store.blobs.markUploaded(this.#arrived);
    [this.#arrived, this.#arrivedBytes] = [[], 0];
    this.hasGoneOn = true;
  }

  #haveArrived(sha256s: readonly string[], size: number): void {
    this.#arrived.push(...sha256s);
    this.#arrivedBytes += size;
    if (this.#arrived.length < notedAtOnce.contents && this.#arrivedBytes < notedAtOnce.bytes) return;
    this.note();
    if (this.#waiting.length > 0) this.#onArrived();
  }

  /** The next content, with what follows it as long as all of it goes into one request; none: there is nothing left to do. */
  #next(): Waiting[] {
    if (this.fault !== null || !this.#mayGoOn()) return [];
    return takeTogether(this.#waiting, this.#pace, uploadsAtOnce);
  }

  #setAside(entry: OutboxEntry, message: string): void {
    if (this.#givenUp.has(entry.row)) return; // another content of it was the first
    this.#givenUp.add(entry.row);
    this.#waiting = this.#waiting.filter((waiting) => waiting.entry.row !== entry.row);
    giveUp(this.#desk, entry, message);
    this.hasGoneOn = true; // the queue can go on
  }
}

function isLostHere(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not_found' && typeof error.details['sha256'] === 'string';
}

/** What the centre will never take must not hold up all that is behind it. */
function isRefusedThere(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'invalid_input';
}

const lostHere = 'Der Inhalt ist auf diesem Gerät nicht mehr lesbar. Bitte laden Sie die Datei noch einmal hoch.';
const refusedThere = (error: AppError) =>
  `Die Zentrale nimmt den Inhalt nicht an. ${error.message} Die Datei ist weiter auf diesem Gerät.`;

/** Moves a command whose content cannot reach the centre to "Klärung". */
export function giveUp(desk: Desk, entry: OutboxEntry, message = lostHere): void {
  const places = setAside(desk.store.db, entry, {
    code: missingContentCode,
    message,
    details: {},
    at: desk.now(),
  });
  if (places.length > 0) desk.changes.tell('records', touchedBy(desk.store.db, places));
  desk.changes.tell('clarifications', {});
}

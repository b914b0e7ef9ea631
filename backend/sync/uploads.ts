import { presentLimit } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import { missingContentCode } from '../../db/clarifications.ts';
import { type OutboxEntry, waitingEntries } from '../../db/outbox.ts';
import type { Desk } from '../commands/desk.ts';
import { touchedBy } from '../commands/touched.ts';
import { sendBlob } from './blob-transfer.ts';
import type { Central } from './central.ts';
import { contentsOf, setAside } from './take-push.ts';

/** How far ahead in the outbox contents are sent. */
const lookAhead = 500;
/**
 * Contents on their way beside each other: while one is flushed at the centre, the next is on the line. Where one segment in a hundred is
 * lost, one connection gets some 3.5 Mbit/s at 40 ms there and back (Mathis et al. 1997): these fill the line of a branch office.
 */
export const uploadsAtOnce = 8;
/** What has arrived is noted together, since each note is flushed; but so often that the commands behind it need not wait for all else. */
const notedAtOnce = { contents: 16, bytes: 4 * 1024 * 1024 };

/** Contents of a waiting command that only this desk has. What was here once and is gone may be at the centre: it says so. */
export function unsentContents(desk: Desk, entry: OutboxEntry): string[] {
  return contentsOf(entry).filter((sha256) => desk.store.blobs.info(sha256)?.state === 'uploading');
}

type Parts = {
  desk: Desk;
  central: Central;
  mayGoOn?: () => boolean;
  /** Some are there, others still to be sent. */
  onArrived?: () => void;
  onFault: (error: unknown) => void;
};
type Waiting = { entry: OutboxEntry; sha256: string };

/**
 * Sends contents of waiting commands, in the order of the commands; true when any was sent. A content that is lost on this desk
 * cannot be sent: its command goes to "Klärung", so that what follows is not held up. Other failures go to `onFault`.
 */
export async function uploadWaiting(parts: Parts): Promise<boolean> {
  const { desk, central, mayGoOn = () => true, onArrived = () => undefined, onFault } = parts;
  const sending = new Sending({ desk, central, mayGoOn, onArrived }, waitingContents(desk));
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
    for (const sha256 of unsentContents(desk, entry)) if (!found.has(sha256)) found.set(sha256, { entry, sha256 });
  }
  return [...found.values()];
}

/** One run over what waits: several lanes take from one list. After a fault no lane takes another. */
class Sending {
  hasGoneOn = false;
  fault: unknown = null;
  readonly #desk: Desk;
  readonly #central: Central;
  readonly #mayGoOn: () => boolean;
  readonly #onArrived: () => void;
  #waiting: Waiting[];
  /** At the centre, not noted here yet. */
  #arrived: string[] = [];
  #arrivedBytes = 0;

  constructor({ desk, central, mayGoOn, onArrived }: Required<Omit<Parts, 'onFault'>>, waiting: Waiting[]) {
    this.#desk = desk;
    this.#central = central;
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
    for (let next = this.#next(); next; next = this.#next()) {
      try {
        await sendBlob(this.#central, this.#desk.store.blobs, next.sha256, this.#mayGoOn);
        this.#hasArrived(next.sha256);
      } catch (error) {
        if (isLostHere(error)) this.#setAside(next.entry, lostHere);
        else if (isRefusedThere(error)) this.#setAside(next.entry, refusedThere(error));
        else this.fault ??= error;
      }
    }
  }

  /** Writes down what has arrived. */
  note(): void {
    if (this.#arrived.length === 0) return;
    this.#desk.store.blobs.markUploaded(this.#arrived);
    [this.#arrived, this.#arrivedBytes] = [[], 0];
    this.hasGoneOn = true;
  }

  #hasArrived(sha256: string): void {
    this.#arrived.push(sha256);
    this.#arrivedBytes += this.#desk.store.blobs.info(sha256)?.size ?? 0;
    if (this.#arrived.length < notedAtOnce.contents && this.#arrivedBytes < notedAtOnce.bytes) return;
    this.note();
    if (this.#waiting.length > 0) this.#onArrived();
  }

  #next(): Waiting | undefined {
    return this.fault === null && this.#mayGoOn() ? this.#waiting.shift() : undefined;
  }

  #setAside(entry: OutboxEntry, message: string): void {
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

import { AppError } from '../../core/domain/errors.ts';
import { type OutboxEntry, waitingEntries } from '../../db/outbox.ts';
import type { Desk } from '../commands/desk.ts';
import { touchedBy } from '../commands/touched.ts';
import { sendBlob } from './blob-transfer.ts';
import type { Central } from './central.ts';
import { contentsOf, setAside } from './take-push.ts';

/** How far ahead in the outbox contents are sent. */
const lookAhead = 500;

/** Contents of a waiting command that only this desk has. What was here once and is gone may be at the centre: it says so. */
export function unsentContents(desk: Desk, entry: OutboxEntry): string[] {
  return contentsOf(entry).filter((sha256) => desk.store.blobs.info(sha256)?.state === 'uploading');
}

/**
 * Sends contents of waiting commands, in the order of the commands; true when any was sent. A content that is lost on this desk
 * cannot be sent: its command goes to "Klärung", so that what follows is not held up. Other failures go to `onFault`.
 */
export async function uploadWaiting(parts: {
  desk: Desk;
  central: Central;
  onFault: (error: unknown) => void;
}): Promise<boolean> {
  const { desk, central } = parts;
  let hasSent = false;
  for (const entry of waitingEntries(desk.store.db, lookAhead)) {
    for (const sha256 of unsentContents(desk, entry)) {
      try {
        await sendBlob(central, desk.store.blobs, sha256);
        hasSent = true;
      } catch (error) {
        if (!isLostHere(error)) {
          parts.onFault(error);
          return hasSent;
        }
        giveUp(desk, entry);
        hasSent = true; // the queue can go on
        break;
      }
    }
  }
  return hasSent;
}

function isLostHere(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not_found' && typeof error.details['sha256'] === 'string';
}

/** Moves a command whose content is lost to "Klärung". */
export function giveUp(desk: Desk, entry: OutboxEntry): void {
  const places = setAside(desk.store.db, entry, {
    code: 'missingContent',
    message: 'Der Inhalt ist auf diesem Gerät nicht mehr lesbar. Bitte laden Sie die Datei noch einmal hoch.',
    details: {},
    at: desk.now(),
  });
  if (places.length > 0) desk.changes.tell('records', touchedBy(desk.store.db, places));
  desk.changes.tell('clarifications', {});
}

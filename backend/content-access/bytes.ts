import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { findContent, type OwnedContent } from '../../db/queries/contents.ts';
import { mayInScope } from '../../db/scopes.ts';
import type { OpenDesk } from '../context.ts';

export type ContentPlace = { scopeId: Id; ownerId: Id };

/**
 * What is known about a document's or letter's bytes, if the worker may read them now. Throws AppError `not_found`, or `needs_reason`
 * for a protected document for which no reason was given in this session.
 */
export function readableContent(desk: OpenDesk, place: ContentPlace): OwnedContent {
  const content = mayInScope(desk.store.db, place.scopeId, 'read', desk.now())
    ? findContent(desk.store.db, place.scopeId, place.ownerId)
    : null;
  if (!content) throw new AppError('not_found', 'Dieses Dokument ist nicht mehr auf diesem Gerät.');
  if (content.isProtected && !desk.openedProtected.has(place.ownerId)) {
    throw new AppError(
      'needs_reason',
      'Dieses Dokument ist besonders geschützt. Bitte geben Sie an, wofür Sie es brauchen; der Zugriff wird protokolliert.',
    );
  }
  return content;
}

const longestRange = 4 * 1024 * 1024; // bytes

/** A part of bytes by their hash, in memory of its own; `to` is exclusive. Throws AppError `invalid_input` when too much is asked for. */
export async function readPart(
  desk: OpenDesk,
  sha256: string,
  { from, to }: { from: number; to: number },
): Promise<Uint8Array<ArrayBuffer>> {
  if (to < from || to - from > longestRange) throw new AppError('invalid_input', 'Der Ausschnitt ist zu groß.');
  return withBytes(desk, sha256, async () => ownBytes(await desk.store.blobs.readRange(sha256, from, to)));
}

/** Bytes in memory of their own: a pipe between processes copies the whole memory that a part lies in. */
export const ownBytes = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.constructor === Uint8Array &&
  bytes.buffer instanceof ArrayBuffer &&
  bytes.byteLength === bytes.buffer.byteLength
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);

/** Reads bytes by their hash; those that are not here (any more) are fetched first. Throws AppError `offline` when that cannot be done now. */
export async function withBytes<Result>(desk: OpenDesk, sha256: string, read: () => Promise<Result>): Promise<Result> {
  if (!desk.store.blobs.has(sha256)) await fetchFirst(desk, sha256);
  try {
    return await read();
  } catch (error) {
    // Damaged bytes are given up by the store and are to be fetched anew.
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    await fetchFirst(desk, sha256);
    return read();
  }
}

/** All bytes of a content, fetched first where they are missing. */
export function readWhole(desk: OpenDesk, content: OwnedContent): Promise<Uint8Array> {
  const { sha256 } = content.facts;
  return withBytes(desk, sha256, () => desk.store.blobs.readAll(sha256));
}

async function fetchFirst(desk: OpenDesk, sha256: string): Promise<void> {
  try {
    await desk.centre.fetchContent(sha256);
  } catch (error) {
    if (error instanceof AppError && error.code === 'offline') {
      throw new AppError(
        'offline',
        'Dieses Dokument ist noch nicht auf diesem Gerät, und die Zentrale ist gerade nicht erreichbar. Es wird geladen, sobald die Verbindung wieder da ist.',
      );
    }
    throw error;
  }
}

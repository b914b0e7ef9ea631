import type { Id } from '../../core/domain/ids.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import { decompressText, idBytes, idText } from '../record-tables.ts';
import { readRecord } from '../records.ts';
import { all, first, type ReadableDb } from '../sql.ts';

export type OwnedContent = {
  versionId: Id;
  facts: ContentFacts;
  /** The owner is a protected document; letters in a Postkorb never are. */
  isProtected: boolean;
  ownerKind: 'document' | 'inboxItem';
};

/** What is known about the bytes of a document or a letter; null when neither is on this desk. */
export function findContent(db: ReadableDb, scopeId: Id, ownerId: Id): OwnedContent | null {
  const document = readRecord(db, 'document', scopeId, ownerId);
  const letter = document ? null : readRecord(db, 'inboxItem', scopeId, ownerId);
  const versionId = document?.versionId ?? letter?.versionId;
  const version = versionId ? readRecord(db, 'version', scopeId, versionId) : null;
  if (!versionId || !version) return null;
  const { ownerId: _, createdAt: __, createdBy: ___, ...facts } = version;
  return {
    versionId,
    facts,
    isProtected: document?.isProtected ?? false,
    ownerKind: document ? 'document' : 'inboxItem',
  };
}

/** The text kept for one page of a version; null when none is kept. */
export function pageTextOf(db: ReadableDb, scopeId: Id, versionId: Id, number: number): string | null {
  const row = first<{ text: Uint8Array }>(
    db,
    'SELECT text FROM page WHERE scope_id = ? AND version_id = ? AND number = ?',
    idBytes(scopeId),
    idBytes(versionId),
    number,
  );
  return row ? decompressText(row.text) : null;
}

/** The texts kept for the pages of a version, by page number from 1. */
export function pageTextsOf(db: ReadableDb, scopeId: Id, versionId: Id): Map<number, string> {
  const rows = all<{ number: number; text: Uint8Array }>(
    db,
    'SELECT number, text FROM page WHERE scope_id = ? AND version_id = ? ORDER BY number',
    idBytes(scopeId),
    idBytes(versionId),
  );
  return new Map(rows.map((row) => [row.number, decompressText(row.text)]));
}

/** The case files and Postkörbe in which any of these contents stands. */
export function scopesWithContents(db: ReadableDb, contents: readonly string[]): Id[] {
  const found = new Set<Id>();
  for (const sha256 of contents) {
    const rows = all<{ scope_id: Buffer }>(db, 'SELECT scope_id FROM version WHERE sha256 = ?', sha256);
    for (const row of rows) found.add(idText(row.scope_id));
  }
  return [...found];
}

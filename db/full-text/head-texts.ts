import { all, first, inTransaction, type WritableDb } from '../sql.ts';
import type { TextOwner } from './entries.ts';
import { touchOwner } from './owner-texts.ts';

/** Fills the index of titles in a store that comes from before there was one; nothing to do in every other. */
export function fillHeadTexts(db: WritableDb): void {
  if (first(db, 'SELECT rowid FROM head_text LIMIT 1')) return;
  const owners = all<{ scope_id: Uint8Array; owner_kind: TextOwner['ownerKind']; owner_id: Uint8Array }>(
    db,
    `SELECT scope_id, owner_kind, owner_id FROM text_entry WHERE owner_kind <> 'page'`,
  );
  if (owners.length === 0) return;
  inTransaction(db, () => {
    for (const { scope_id: scopeId, owner_kind: kind, owner_id: ownerId } of owners)
      touchOwner(db, kind, scopeId, ownerId);
  });
}

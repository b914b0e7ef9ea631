// Frozen: what has been released is never changed here. A new wish is a new migration.

/** Contents handed in at this desk whose text is still to be recognised. */
export const textsToRead = `
CREATE TABLE text_to_read (
  scope_id BLOB NOT NULL,
  owner_id BLOB NOT NULL,
  version_id BLOB NOT NULL,
  is_inbox INTEGER NOT NULL CHECK (is_inbox IN (0, 1)),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  file_name TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  PRIMARY KEY (scope_id, owner_id)
) STRICT, WITHOUT ROWID;
`;

// Frozen: what has been released is never changed here. A new wish is a new migration.

/** Contents of which a part has come: the file it lies in, and its key. */
export const blobParts = `
CREATE TABLE blob_part (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  file TEXT NOT NULL,
  dek BLOB NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

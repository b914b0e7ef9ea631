// Frozen: what has been released is never changed here. A new wish is a new migration.

/** Who is kept out of a case file, and which auditors may read it for a time. */
export const caseAccess = `
CREATE TABLE case_access (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  worker_id BLOB NOT NULL,
  cause TEXT NOT NULL,
  reason TEXT NOT NULL,
  "from" TEXT NOT NULL,
  "to" TEXT,
  started_by BLOB NOT NULL,
  ended_at TEXT,
  ended_by BLOB,
  end_reason TEXT,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;
`;

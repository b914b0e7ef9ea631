// Frozen: what has been released is never changed here. A new wish is a new migration.

/** Work done after the right to it had ended, until the one responsible decides. */
export const lateWork = `
CREATE TABLE late_work (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  author_id BLOB NOT NULL,
  name TEXT NOT NULL,
  args TEXT NOT NULL CHECK (json_valid(args)),
  label TEXT NOT NULL,
  at_desk TEXT NOT NULL,
  place_id BLOB NOT NULL,
  place_kind TEXT NOT NULL,
  owner_id BLOB,
  state TEXT NOT NULL,
  settled_by BLOB,
  settled_at TEXT,
  settle_reason TEXT,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;
CREATE INDEX late_work_open ON late_work (state) WHERE state = 'open';
`;

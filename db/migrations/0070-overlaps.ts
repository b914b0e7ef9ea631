// Frozen: what has been released is never changed here. A new wish is a new migration.

/** What a worker did that does not stand because somebody else did something about the same thing, until she has seen it. */
export const overlaps = `
CREATE TABLE overlap (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  cause TEXT NOT NULL,
  case_file_id BLOB NOT NULL,
  target_id BLOB NOT NULL,
  "values" TEXT NOT NULL CHECK (json_valid("values")),
  own_at TEXT NOT NULL,
  by_id BLOB NOT NULL,
  by_at TEXT NOT NULL,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;
`;

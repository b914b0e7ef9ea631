// Frozen: what has been released is never changed here. A new wish is a new migration.

/** Who looked at what at this desk, chained, until the centre has it and its backup may be trusted; rows of no scope, so a purge leaves them. */
export const accessEvents = `
CREATE TABLE access_event (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  chain_id BLOB NOT NULL,
  number INTEGER NOT NULL,
  at TEXT NOT NULL,
  action TEXT NOT NULL,
  scope_id BLOB NOT NULL,
  target_id BLOB NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL,
  is_sent INTEGER NOT NULL DEFAULT 0 CHECK (is_sent IN (0, 1)),
  UNIQUE (chain_id, number)
) STRICT;
CREATE INDEX access_event_waiting ON access_event (row) WHERE is_sent = 0;
CREATE INDEX access_event_by_target ON access_event (target_id, at);

CREATE TABLE access_chain (
  row INTEGER PRIMARY KEY CHECK (row = 1),
  id BLOB NOT NULL,
  count INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
`;

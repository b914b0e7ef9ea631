// Frozen: what has been released is never changed here. A new wish is a new migration.

/** Files scanned at this desk, from the moment their bytes are safe here until some days after all they became is delivered. */
export const branchScans = `
CREATE TABLE branch_scan (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  file_name TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('folder', 'upload', 'camera')),
  taken_at TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'needsLook')),
  reason TEXT,
  page_count INTEGER,
  documents TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(documents)),
  folder_mark TEXT,
  finished_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX branch_scan_by_state ON branch_scan (state, taken_at);
CREATE INDEX branch_scan_by_mark ON branch_scan (folder_mark) WHERE folder_mark IS NOT NULL;
`;

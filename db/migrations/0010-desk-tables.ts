// Frozen: what has been released is never changed here. A new wish is a new migration.

/** Indexes for the screens. */
export const recordIndexes = `
CREATE INDEX case_file_by_number ON case_file (file_number);
CREATE INDEX case_file_by_worker ON case_file (worker_id);
CREATE INDEX document_by_date ON document (scope_id, state, letter_date, filed_at);
CREATE INDEX version_by_owner ON version (scope_id, owner_id);
CREATE INDEX version_by_content ON version (sha256);
CREATE INDEX page_by_version ON page (scope_id, version_id, number);
CREATE INDEX document_keyword_by_document ON document_keyword (scope_id, document_id, keyword_id);
CREATE INDEX history_entry_by_document ON history_entry (scope_id, document_id);
CREATE INDEX note_by_date ON note (scope_id, created_at);
CREATE INDEX follow_up_open_by_day ON follow_up (due_on) WHERE completed_at IS NULL;
CREATE INDEX inbox_item_by_state ON inbox_item (scope_id, state, delivered_at);
CREATE INDEX read_mark_by_document ON read_mark (document_id);
CREATE INDEX visit_by_case_file ON visit (case_file_id);
CREATE INDEX pin_by_case_file ON pin (case_file_id);
`;

/** What the desk keeps for itself: sync state, outbox, undo, blobs, settings. */
export const deskTables = `
CREATE TABLE meta (
  row INTEGER PRIMARY KEY CHECK (row = 1),
  epoch TEXT,
  client_id BLOB NOT NULL,
  next_mid INTEGER NOT NULL DEFAULT 1,
  cursor TEXT NOT NULL DEFAULT '0',
  access_version INTEGER NOT NULL DEFAULT -1,
  worker_id BLOB,
  role TEXT,
  refresh_token TEXT,
  last_synced_at TEXT,
  blob_name_key BLOB NOT NULL
) STRICT;

CREATE TABLE scope (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind TEXT NOT NULL CHECK (kind IN ('g', 'u', 'o', 'c')),
  level TEXT NOT NULL CHECK (level IN ('deliver', 'read', 'write', 'manage')),
  valid_to TEXT,
  known INTEGER NOT NULL DEFAULT 0,
  head INTEGER NOT NULL DEFAULT 0,
  digest INTEGER NOT NULL DEFAULT 0,
  is_complete INTEGER NOT NULL DEFAULT 0 CHECK (is_complete IN (0, 1)),
  must_replace INTEGER NOT NULL DEFAULT 0 CHECK (must_replace IN (0, 1)),
  is_denied INTEGER NOT NULL DEFAULT 0 CHECK (is_denied IN (0, 1)),
  mismatches INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE tombstone (
  scope_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  ver INTEGER NOT NULL,
  digest INTEGER,
  PRIMARY KEY (scope_id, kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE other_record (
  scope_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  ver INTEGER NOT NULL,
  digest INTEGER,
  body TEXT NOT NULL,
  PRIMARY KEY (scope_id, kind, id)
) STRICT;

CREATE TABLE outbox (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  mid INTEGER UNIQUE,
  name TEXT NOT NULL,
  args TEXT NOT NULL,
  at TEXT NOT NULL,
  schema INTEGER NOT NULL,
  label TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'orphan', 'acked')),
  acked_scopes TEXT CHECK (json_valid(acked_scopes))
) STRICT;

CREATE TABLE outbox_scope (
  outbox_row INTEGER NOT NULL REFERENCES outbox (row) ON DELETE CASCADE,
  scope_id BLOB NOT NULL,
  PRIMARY KEY (outbox_row, scope_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_scope_by_scope ON outbox_scope (scope_id);

CREATE TABLE undo_image (
  row INTEGER PRIMARY KEY,
  outbox_row INTEGER NOT NULL REFERENCES outbox (row) ON DELETE CASCADE,
  scope_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  ver INTEGER NOT NULL,
  digest INTEGER,
  was_pending INTEGER NOT NULL,
  body TEXT
) STRICT;
CREATE INDEX undo_image_by_outbox ON undo_image (outbox_row);
CREATE INDEX undo_image_by_scope ON undo_image (scope_id);

CREATE TABLE sent (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL UNIQUE,
  mid INTEGER NOT NULL,
  name TEXT NOT NULL,
  args TEXT NOT NULL,
  at TEXT NOT NULL,
  schema INTEGER NOT NULL,
  label TEXT NOT NULL
) STRICT;

CREATE TABLE clarification (
  id BLOB PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  args TEXT NOT NULL,
  at TEXT NOT NULL,
  label TEXT NOT NULL,
  refused_at TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  details TEXT NOT NULL CHECK (json_valid(details)),
  case_file_id BLOB
) STRICT;

CREATE TABLE act (
  row INTEGER PRIMARY KEY,
  command_id BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  label TEXT NOT NULL,
  at TEXT NOT NULL,
  inverse_name TEXT NOT NULL,
  inverse_args TEXT NOT NULL
) STRICT;

CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  size INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('wanted', 'present', 'uploading')),
  dek BLOB,
  last_use TEXT NOT NULL,
  is_pinned INTEGER NOT NULL DEFAULT 0 CHECK (is_pinned IN (0, 1))
) STRICT;
CREATE INDEX blob_by_state ON blob (state, last_use);

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
`;

/**
 * Full text: `text_entry.row` is the rowid in `search_text`. Words are folded; `k` holds tokens to filter by:
 * `s<scope.row>` and `t<owner kind>`. `vocabulary` knows each long word once, so that `vertrag` finds `Mietvertrag`.
 */
export const searchTables = `
CREATE TABLE text_entry (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  scope_id BLOB NOT NULL,
  owner_kind TEXT NOT NULL CHECK (owner_kind IN ('page', 'document', 'inbox_item', 'note', 'case_file')),
  owner_id BLOB NOT NULL,
  page_number INTEGER NOT NULL DEFAULT 0,
  UNIQUE (scope_id, owner_kind, owner_id, page_number)
) STRICT;

CREATE VIRTUAL TABLE search_text USING fts5(
  text, k, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4 5 6 7 8 9 10'
);

CREATE TABLE vocabulary (
  row INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;

CREATE VIRTUAL TABLE vocabulary_part USING fts5(
  word, content = 'vocabulary', content_rowid = 'row', tokenize = 'trigram', detail = 'full'
);
`;

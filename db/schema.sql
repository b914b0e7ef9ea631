CREATE TABLE access_chain (
  row INTEGER PRIMARY KEY CHECK (row = 1),
  id BLOB NOT NULL,
  count INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;

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

CREATE TABLE act (
  row INTEGER PRIMARY KEY,
  command_id BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  label TEXT NOT NULL,
  at TEXT NOT NULL,
  inverse_name TEXT NOT NULL,
  inverse_args TEXT NOT NULL
, batch_id BLOB, batch_label TEXT, inverse_schema INTEGER NOT NULL DEFAULT 1) STRICT;

CREATE TABLE blob (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  size INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('wanted', 'present', 'uploading')),
  dek BLOB,
  last_use TEXT NOT NULL,
  is_pinned INTEGER NOT NULL DEFAULT 0 CHECK (is_pinned IN (0, 1))
) STRICT;

CREATE TABLE blob_part (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  file TEXT NOT NULL,
  dek BLOB NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE branch_office (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  is_island INTEGER NOT NULL CHECK (is_island IN (0, 1)),
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

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

CREATE TABLE case_file (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  file_number TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('benefit', 'integration', 'objection', 'maintenance')),
  title TEXT NOT NULL,
  household_id BLOB,
  worker_id BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'closed')),
  approved_from TEXT,
  approved_until TEXT,
  opened_on TEXT NOT NULL,
  next_sheet INTEGER NOT NULL,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
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
, schema INTEGER NOT NULL DEFAULT 1) STRICT;

CREATE TABLE document (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  title TEXT NOT NULL,
  letter_date TEXT,
  received_date TEXT,
  sender TEXT,
  direction TEXT NOT NULL CHECK (direction IN ('incoming', 'outgoing', 'internal')),
  version_id BLOB NOT NULL,
  page_count INTEGER,
  sheet_from INTEGER NOT NULL,
  sheet_to INTEGER NOT NULL,
  is_protected INTEGER NOT NULL CHECK (is_protected IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('filed', 'moved', 'retracted')),
  state_reason TEXT,
  moved_to BLOB,
  filed_at TEXT NOT NULL,
  filed_by BLOB NOT NULL,
  inbox_item_id BLOB,
  arrived_after_closing INTEGER NOT NULL CHECK (arrived_after_closing IN (0, 1)),
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE document_keyword (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  document_id BLOB NOT NULL,
  keyword_id BLOB NOT NULL,
  added_at TEXT NOT NULL,
  added_by BLOB NOT NULL,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE follow_up (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  document_id BLOB,
  due_on TEXT NOT NULL,
  subject TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by BLOB NOT NULL,
  completed_at TEXT,
  completed_by BLOB,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE VIRTUAL TABLE head_text USING fts5(
  text, k, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4 5 6 7 8 9 10'
);

CREATE TABLE history_entry (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  document_id BLOB NOT NULL,
  field TEXT NOT NULL,
  old_value TEXT,
  new_value TEXT,
  at TEXT NOT NULL,
  "by" BLOB NOT NULL,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE household (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  street TEXT NOT NULL,
  postcode TEXT NOT NULL,
  place TEXT NOT NULL,
  phone TEXT,
  mail TEXT,
  rent INTEGER,
  heating INTEGER,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE inbox (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  kind TEXT NOT NULL CHECK (kind IN ('worker', 'team')),
  owner_id BLOB NOT NULL,
  name TEXT NOT NULL,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE inbox_item (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  title TEXT NOT NULL,
  letter_date TEXT,
  received_date TEXT,
  sender TEXT,
  direction TEXT NOT NULL CHECK (direction IN ('incoming', 'outgoing', 'internal')),
  version_id BLOB NOT NULL,
  page_count INTEGER,
  source TEXT NOT NULL CHECK (source IN ('scan', 'mail', 'fachverfahren', 'upload', 'forwarded')),
  delivered_at TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'filed', 'forwarded')),
  proposed_case TEXT CHECK (json_valid(proposed_case)),
  proposed_keyword TEXT CHECK (json_valid(proposed_keyword)),
  remark TEXT,
  forwarded_by BLOB,
  done_at TEXT,
  done_by BLOB,
  filed_case_file_id BLOB,
  filed_document_id BLOB,
  forwarded_to TEXT CHECK (json_valid(forwarded_to)),
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE keyword (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  register_id BLOB NOT NULL,
  name TEXT NOT NULL,
  rules TEXT NOT NULL CHECK (json_valid(rules)),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

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
, purges_to_clear INTEGER NOT NULL DEFAULT 0, last_acknowledged BLOB) STRICT;

CREATE TABLE note (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  document_id BLOB,
  parent_ids TEXT NOT NULL CHECK (json_valid(parent_ids)),
  text TEXT NOT NULL,
  is_pinned INTEGER NOT NULL CHECK (is_pinned IN (0, 1)),
  is_phone_call INTEGER NOT NULL CHECK (is_phone_call IN (0, 1)),
  created_at TEXT NOT NULL,
  created_by BLOB NOT NULL,
  retracted_at TEXT,
  retract_reason TEXT,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE office (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  name TEXT NOT NULL,
  county TEXT NOT NULL,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

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

CREATE TABLE page (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  version_id BLOB NOT NULL,
  number INTEGER NOT NULL,
  text BLOB NOT NULL,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE page_waiting (
  scope_id BLOB NOT NULL,
  version_id BLOB NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (scope_id, version_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  household_id BLOB NOT NULL,
  family_name TEXT NOT NULL,
  given_name TEXT NOT NULL,
  birth_date TEXT,
  customer_number TEXT,
  relation TEXT NOT NULL,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE pin (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  case_file_id BLOB NOT NULL,
  pinned_at TEXT NOT NULL,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE read_mark (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  case_file_id BLOB NOT NULL,
  document_id BLOB NOT NULL,
  read_at TEXT NOT NULL,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE register (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  is_protected INTEGER NOT NULL CHECK (is_protected IN (0, 1)),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
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

CREATE VIRTUAL TABLE search_text USING fts5(
  text, k, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4 5 6 7 8 9 10'
);

CREATE TABLE sent (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL UNIQUE,
  mid INTEGER NOT NULL,
  name TEXT NOT NULL,
  args TEXT NOT NULL,
  at TEXT NOT NULL,
  schema INTEGER NOT NULL,
  label TEXT NOT NULL
, sealed TEXT, is_due INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE sent_content (
  sha256 TEXT NOT NULL,
  sent_row INTEGER NOT NULL REFERENCES sent (row) ON DELETE CASCADE,
  PRIMARY KEY (sha256, sent_row)
) STRICT, WITHOUT ROWID;

CREATE TABLE sent_scope (
  scope_id BLOB NOT NULL,
  sent_row INTEGER NOT NULL REFERENCES sent (row) ON DELETE CASCADE,
  PRIMARY KEY (scope_id, sent_row)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE settled_refusal (id BLOB PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE substitution (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  absent_worker_id BLOB NOT NULL,
  substitute_worker_id BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('handOver', 'takeOver')),
  reason TEXT NOT NULL,
  "from" TEXT NOT NULL,
  "to" TEXT NOT NULL,
  started_by BLOB NOT NULL,
  ended_at TEXT,
  ended_by BLOB,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE team (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  name TEXT NOT NULL,
  branch_office_id BLOB NOT NULL,
  inbox_id BLOB,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE text_entry (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  scope_id BLOB NOT NULL,
  owner_kind TEXT NOT NULL CHECK (owner_kind IN ('page', 'document', 'inbox_item', 'note', 'case_file')),
  owner_id BLOB NOT NULL,
  page_number INTEGER NOT NULL DEFAULT 0,
  UNIQUE (scope_id, owner_kind, owner_id, page_number)
) STRICT;

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

CREATE TABLE tombstone (
  scope_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  id BLOB NOT NULL,
  ver INTEGER NOT NULL,
  digest INTEGER,
  PRIMARY KEY (scope_id, kind, id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE version (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  owner_id BLOB NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('pdf', 'image', 'tiff', 'mail', 'office', 'text', 'html', 'archive', 'unknown', 'empty')),
  page_count INTEGER,
  encrypted TEXT NOT NULL CHECK (encrypted IN ('no', 'openable', 'password')),
  has_text INTEGER NOT NULL CHECK (has_text IN (0, 1)),
  explanation TEXT CHECK (json_valid(explanation)),
  attachments TEXT NOT NULL CHECK (json_valid(attachments)),
  created_at TEXT NOT NULL,
  created_by BLOB NOT NULL,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE visit (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  case_file_id BLOB NOT NULL,
  seen_at TEXT NOT NULL,
  previous_seen_at TEXT,
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE TABLE vocabulary (
  row INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
) STRICT;

CREATE VIRTUAL TABLE vocabulary_part USING fts5(
  word, content = 'vocabulary', content_rowid = 'row', tokenize = 'trigram', detail = 'full'
);

CREATE TABLE worker (
  row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1)),
  family_name TEXT NOT NULL,
  given_name TEXT NOT NULL,
  signature TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('worker', 'teamLead', 'scanStation', 'administration', 'audit')),
  team_id BLOB,
  inbox_id BLOB,
  is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)
) STRICT;

CREATE INDEX access_event_by_target ON access_event (target_id, at);

CREATE INDEX access_event_waiting ON access_event (row) WHERE is_sent = 0;

CREATE INDEX blob_by_state ON blob (state, last_use);

CREATE INDEX branch_scan_by_mark ON branch_scan (folder_mark) WHERE folder_mark IS NOT NULL;

CREATE INDEX branch_scan_by_state ON branch_scan (state, taken_at);

CREATE INDEX case_file_by_number ON case_file (file_number);

CREATE INDEX case_file_by_worker ON case_file (worker_id);

CREATE INDEX document_by_date ON document (scope_id, state, letter_date, filed_at);

CREATE INDEX document_keyword_by_document ON document_keyword (scope_id, document_id, keyword_id);

CREATE INDEX follow_up_open_by_day ON follow_up (due_on) WHERE completed_at IS NULL;

CREATE INDEX history_entry_by_document ON history_entry (scope_id, document_id);

CREATE INDEX inbox_item_by_state ON inbox_item (scope_id, state, delivered_at);

CREATE INDEX late_work_open ON late_work (state) WHERE state = 'open';

CREATE INDEX note_by_date ON note (scope_id, created_at);

CREATE INDEX note_with_more ON note (scope_id) WHERE extra IS NOT NULL;

CREATE INDEX outbox_scope_by_scope ON outbox_scope (scope_id);

CREATE INDEX page_by_version ON page (scope_id, version_id, number);

CREATE INDEX pin_by_case_file ON pin (case_file_id);

CREATE INDEX read_mark_by_document ON read_mark (document_id);

CREATE INDEX sent_content_by_row ON sent_content (sent_row);

CREATE INDEX sent_scope_by_row ON sent_scope (sent_row);

CREATE INDEX undo_image_by_outbox ON undo_image (outbox_row);

CREATE INDEX undo_image_by_scope ON undo_image (scope_id);

CREATE INDEX version_by_content ON version (sha256);

CREATE INDEX version_by_owner ON version (scope_id, owner_id);

CREATE INDEX visit_by_case_file ON visit (case_file_id);

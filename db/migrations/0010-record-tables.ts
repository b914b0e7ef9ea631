// Frozen: what has been released is never changed here. A new wish is a new migration.

const head = `row INTEGER PRIMARY KEY,
  id BLOB NOT NULL CHECK (length(id) = 16),
  scope_id BLOB NOT NULL CHECK (length(scope_id) = 16),
  ver INTEGER NOT NULL,
  digest INTEGER,
  is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1))`;
const tail = `extra TEXT CHECK (json_valid(extra)),
  UNIQUE (scope_id, id)`;

/** One table per kind of record that desks and centre share. */
export const recordTables = `
CREATE TABLE office (
  ${head},
  name TEXT NOT NULL,
  county TEXT NOT NULL,
  ${tail}
) STRICT;

CREATE TABLE branch_office (
  ${head},
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  is_island INTEGER NOT NULL CHECK (is_island IN (0, 1)),
  ${tail}
) STRICT;

CREATE TABLE team (
  ${head},
  name TEXT NOT NULL,
  branch_office_id BLOB NOT NULL,
  inbox_id BLOB,
  ${tail}
) STRICT;

CREATE TABLE worker (
  ${head},
  family_name TEXT NOT NULL,
  given_name TEXT NOT NULL,
  signature TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('worker', 'teamLead', 'scanStation', 'administration', 'audit')),
  team_id BLOB,
  inbox_id BLOB,
  is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
  ${tail}
) STRICT;

CREATE TABLE inbox (
  ${head},
  kind TEXT NOT NULL CHECK (kind IN ('worker', 'team')),
  owner_id BLOB NOT NULL,
  name TEXT NOT NULL,
  ${tail}
) STRICT;

CREATE TABLE register (
  ${head},
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  is_protected INTEGER NOT NULL CHECK (is_protected IN (0, 1)),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  ${tail}
) STRICT;

CREATE TABLE keyword (
  ${head},
  register_id BLOB NOT NULL,
  name TEXT NOT NULL,
  rules TEXT NOT NULL CHECK (json_valid(rules)),
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  ${tail}
) STRICT;

CREATE TABLE substitution (
  ${head},
  absent_worker_id BLOB NOT NULL,
  substitute_worker_id BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('handOver', 'takeOver')),
  reason TEXT NOT NULL,
  "from" TEXT NOT NULL,
  "to" TEXT NOT NULL,
  started_by BLOB NOT NULL,
  ended_at TEXT,
  ended_by BLOB,
  ${tail}
) STRICT;

CREATE TABLE case_file (
  ${head},
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
  ${tail}
) STRICT;

CREATE TABLE household (
  ${head},
  street TEXT NOT NULL,
  postcode TEXT NOT NULL,
  place TEXT NOT NULL,
  phone TEXT,
  mail TEXT,
  rent INTEGER,
  heating INTEGER,
  ${tail}
) STRICT;

CREATE TABLE person (
  ${head},
  household_id BLOB NOT NULL,
  family_name TEXT NOT NULL,
  given_name TEXT NOT NULL,
  birth_date TEXT,
  customer_number TEXT,
  relation TEXT NOT NULL,
  ${tail}
) STRICT;

CREATE TABLE document (
  ${head},
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
  ${tail}
) STRICT;

CREATE TABLE version (
  ${head},
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
  ${tail}
) STRICT;

CREATE TABLE page (
  ${head},
  version_id BLOB NOT NULL,
  number INTEGER NOT NULL,
  text BLOB NOT NULL,
  ${tail}
) STRICT;

CREATE TABLE document_keyword (
  ${head},
  document_id BLOB NOT NULL,
  keyword_id BLOB NOT NULL,
  added_at TEXT NOT NULL,
  added_by BLOB NOT NULL,
  ${tail}
) STRICT;

CREATE TABLE history_entry (
  ${head},
  document_id BLOB NOT NULL,
  field TEXT NOT NULL,
  old_value TEXT,
  new_value TEXT,
  at TEXT NOT NULL,
  "by" BLOB NOT NULL,
  ${tail}
) STRICT;

CREATE TABLE note (
  ${head},
  document_id BLOB,
  parent_ids TEXT NOT NULL CHECK (json_valid(parent_ids)),
  text TEXT NOT NULL,
  is_pinned INTEGER NOT NULL CHECK (is_pinned IN (0, 1)),
  is_phone_call INTEGER NOT NULL CHECK (is_phone_call IN (0, 1)),
  created_at TEXT NOT NULL,
  created_by BLOB NOT NULL,
  retracted_at TEXT,
  retract_reason TEXT,
  ${tail}
) STRICT;

CREATE TABLE follow_up (
  ${head},
  document_id BLOB,
  due_on TEXT NOT NULL,
  subject TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by BLOB NOT NULL,
  completed_at TEXT,
  completed_by BLOB,
  ${tail}
) STRICT;

CREATE TABLE inbox_item (
  ${head},
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
  ${tail}
) STRICT;

CREATE TABLE read_mark (
  ${head},
  case_file_id BLOB NOT NULL,
  document_id BLOB NOT NULL,
  read_at TEXT NOT NULL,
  ${tail}
) STRICT;

CREATE TABLE visit (
  ${head},
  case_file_id BLOB NOT NULL,
  seen_at TEXT NOT NULL,
  previous_seen_at TEXT,
  ${tail}
) STRICT;

CREATE TABLE pin (
  ${head},
  case_file_id BLOB NOT NULL,
  pinned_at TEXT NOT NULL,
  ${tail}
) STRICT;
`;

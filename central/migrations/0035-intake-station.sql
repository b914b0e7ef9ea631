-- What comes in from scanners, mail and desks: one row for each file, from its first byte in the store to the last letter delivered.
create table stack (
  id uuid primary key,
  station text not null, -- a scanner, a branch office, a mailbox
  source text not null check (source in ('folder', 'upload', 'command', 'mail', 'fachverfahren')),
  file_name text not null, -- as it may be shown
  taken_by uuid, -- who uploaded it; none for folders
  sha256 bytea not null,
  size bigint not null,
  page_count integer,
  pages_done integer not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'inWork', 'done', 'needsLook', 'failed', 'returned')),
  reason text, -- in German, for the scan station
  attempts integer not null default 0,
  is_urgent boolean not null default false, -- somebody waits for it
  round integer not null default 0, -- raised by every correction: ids of documents are made from it
  same_as uuid, -- the same bytes came before
  findings jsonb, -- what stands on each page, see intake/station/stack-reading.ts
  taken_at timestamptz not null default clock_timestamp(),
  not_before timestamptz not null default clock_timestamp(), -- a passing trouble: tried again then
  started_at timestamptz,
  finished_at timestamptz,
  seen_by uuid,
  seen_at timestamptz,
  lease_by uuid, -- the service that works on it
  lease_until timestamptz,
  -- Where its file lay, until it has been taken away there: a file found again in the meantime is this one, not another.
  folder text,
  file_mark text, -- name, size and time of change
  left_folder_at timestamptz,
  -- Where its bytes are to be laid down again for people.
  put_back text check (put_back in ('failed', 'returned')),
  put_back_at timestamptz
);
create unique index stack_in_folder on stack (folder, file_mark, sha256) where left_folder_at is null and folder is not null;
create index stack_to_do on stack (is_urgent desc, taken_at) where state in ('waiting', 'inWork');
create index stack_by_content on stack (sha256, taken_at);
create index stack_by_time on stack (taken_at);
create index stack_open on stack (state) where state in ('needsLook', 'failed');
create index stack_to_put_back on stack (folder) where put_back is not null and put_back_at is null;

create table stack_document (
  id uuid primary key, -- made from the stack and its round: made again it is the same
  stack_id uuid not null references stack,
  round integer not null,
  number integer not null,
  pages integer[] not null, -- of the file, from 1
  content jsonb not null, -- facts of its bytes as commands carry them, with the transfer note
  page_texts jsonb not null,
  confidence real,
  concerns text[] not null default '{}',
  letter jsonb not null, -- title, dates, sender, proposals, as they were or will be delivered
  state text not null check (state in ('delivered', 'needsLook', 'replaced')),
  reason text, -- why it could not be delivered
  inbox_id uuid, -- where it was delivered, or is to go
  item_id uuid not null,
  deliveries integer not null default 0,
  delivered_at timestamptz,
  unique (stack_id, round, number)
);
create index stack_document_by_item on stack_document (item_id);

-- The watched folders as whoever watches them found them last.
create table station_folder (
  folder text primary key,
  station text not null,
  waiting_files integer not null default 0, -- seen, not taken over yet
  problem text, -- in German, for the scan station
  looked_at timestamptz not null default clock_timestamp()
);

-- Messages of a Fachverfahren (xdomea) and what became of them: one sent again is answered as before and does nothing twice.
create table fachverfahren_message (
  process_id uuid not null,
  kind text not null check (kind in ('0602', '0604', '0605')),
  sender text not null, -- the account it came with
  message_hash bytea not null, -- SHA-256 of the XML
  outcomes jsonb, -- of each object; none while it is being carried out
  taken_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (process_id, kind)
);

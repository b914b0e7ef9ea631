-- Work of closed accounts that is carried out by nobody: who took note of it, when and why. What was kept stays as it came.
alter table quarantine
  add column noted_at timestamptz,
  add column noted_by uuid,
  add column note_reason text;
alter table escrow_command
  add column noted_at timestamptz,
  add column noted_by uuid,
  add column note_reason text;
create index quarantine_open on quarantine (at) where state = 'open' and noted_at is null;

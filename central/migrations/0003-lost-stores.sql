-- Stores that were reported lost: no share, no token, and an order to wipe that the desk carries out at its next contact.
alter table desk_store alter column share drop not null;
alter table desk_store
  add column lost_at timestamptz,
  add column lost_by uuid,
  add column lost_reason text,
  add column wipe_order text unique, -- known to the centre and the desk that was told; proves that an answer comes from there
  add column wiped_at timestamptz,
  add column wipe_report jsonb;

-- What lay on a lost store, as far as its worker could read it then; acknowledged when the desk has said that it is wiped.
create table lost_scope (
  store_id uuid not null references desk_store,
  scope_id uuid not null,
  acknowledged_at timestamptz,
  primary key (store_id, scope_id)
);

-- Desks seal to the public key what has not reached the centre yet, so that it is not lost with the key of their store.
create table escrow_key (
  id uuid primary key,
  public_key bytea not null,
  private_key bytea not null,
  made_at timestamptz not null default now()
);
create table escrow_command (
  command_id uuid not null,
  worker_id uuid not null,
  body jsonb not null,
  brought_at timestamptz not null default now(),
  taken_at timestamptz, -- when a desk of the worker has put it among her waiting commands
  primary key (command_id, worker_id)
);
create index escrow_command_waiting on escrow_command (worker_id) where taken_at is null;

-- Stores on desks: the centre's share of each key, without which a store opens only as long as its lease runs.
create table desk_store (
  id uuid primary key, -- made by the desk
  worker_id uuid not null references account,
  share bytea not null,
  device_name text not null,
  made_at timestamptz not null default now(),
  seen_at timestamptz not null default now() -- when the desk last asked for the share
);
create index desk_store_by_worker on desk_store (worker_id);

-- A longer lease than usual, for desks that ask before lease_until.
alter table account add column lease_hours integer check (lease_hours between 1 and 336);
alter table account add column lease_until timestamptz;

-- The store a session works with: what is decided about the store holds for the session.
alter table session add column store_id uuid;
create index session_by_store on session (store_id) where store_id is not null;

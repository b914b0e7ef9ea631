-- Tours: work away from the centre for longer than the usual lease, each with its reason; what an office allows at most.
create table tour (
  id bigint generated always as identity primary key,
  worker_id uuid not null references account,
  begun_at timestamptz not null default now(),
  until timestamptz not null,
  reason text not null,
  ended_at timestamptz, -- before its time
  ended_by uuid
);
create unique index tour_running on tour (worker_id) where ended_at is null;
alter table store add column longest_tour_days integer not null default 14 check (longest_tour_days between 3 and 14);

-- What is told of a store to who leads its worker.
alter table desk_store
  add column lease_until timestamptz,
  add column waiting_count integer, -- commands that waited there when it was last seen
  add column brought_count integer not null default 0, -- commands handed over sealed before it was wiped
  add column withdrawn_at timestamptz, -- when the report of its loss was taken back
  add column withdrawn_reason text;

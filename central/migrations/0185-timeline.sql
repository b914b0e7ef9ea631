-- Which cluster and timeline of PostgreSQL the store was last seen on. Another one may lack the end: the store then begins a new epoch.
-- Not saved with the store: a restored one begins a new epoch anyway.
create table store_timeline (
  one boolean primary key default true check (one),
  cluster text not null,
  timeline text not null,
  noted_at timestamptz not null default clock_timestamp()
);

-- Who looked at what, as desks recorded it: one chain for each store of a desk, beside the journals. Only ever added to.
create table access_chain (
  id uuid primary key,
  worker_id uuid not null,
  count bigint not null default 0,
  hash bytea not null default decode(repeat('00', 32), 'hex')
);

create table access_log (
  row bigint generated always as identity primary key,
  id uuid not null unique,
  chain_id uuid not null references access_chain,
  number bigint not null,
  worker_id uuid not null,
  scope_id uuid not null,
  action text not null,
  target_id uuid not null,
  at_desk timestamptz not null,
  at timestamptz not null default now(),
  prev bytea not null,
  hash bytea not null,
  problem text check (problem in ('gap', 'fork', 'changed'))
);
create index access_log_by_scope on access_log (scope_id, row desc);

create trigger access_log_keeps before update or delete on access_log for each row execute function refuse_change();
create trigger access_log_stays before truncate on access_log for each statement execute function refuse_change();

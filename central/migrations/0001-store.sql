-- The centre's store. Order of locks in every writing transaction: client, scopes by id, then the rest.

create table store (
  is_only boolean primary key default true check (is_only),
  epoch uuid not null, -- timeline of this store; a restored backup begins a new one
  signing_key bytea not null, -- signs access tokens
  made_at timestamptz not null default now()
);

create type access_level as enum ('deliver', 'read', 'write', 'manage');

-- Scopes: unit of permission, of order and of sync.
create table scope (
  id uuid primary key,
  kind text not null check (kind in ('g', 'u', 'o', 'c')),
  head bigint not null default 0,
  last_xid xid8 not null default pg_current_xact_id(),
  digest bigint not null default 0, -- sum of record.h modulo 2^64, as signed number
  row_count integer not null default 0, -- tombstones included, as in the digest
  chain bytea not null default decode(repeat('00', 32), 'hex'), -- hash of the last journal line
  journal_count bigint not null default 0,
  purge_floor bigint not null default 0
) with (fillfactor = 80);
create index scope_by_last_xid on scope (last_xid);

create table record (
  scope_id uuid not null,
  kind text not null,
  id uuid not null,
  ver bigint not null, -- head of the scope when last written
  deleted boolean not null default false,
  parent_id uuid,
  body jsonb,
  h bigint not null, -- first 64 bits of the SHA-256 of the canonical row
  primary key (scope_id, kind, id),
  check (deleted = (body is null))
) partition by hash (scope_id);
create index record_by_version on record (scope_id, ver);
create index record_by_parent on record (scope_id, kind, parent_id) where parent_id is not null and not deleted;

-- Rights. A worker's own principal has the worker's id and needs no row here; so does the principal of everyone.
create table membership (
  id bigint generated always as identity primary key,
  worker_id uuid not null,
  principal_id uuid not null,
  valid tstzrange not null default tstzrange(null, null),
  source_id uuid, -- what it follows from, for example a substitution
  reason text not null default '',
  next_edge timestamptz, -- when the range begins or ends next; moved on when it has passed
  unique nulls not distinct (worker_id, principal_id, source_id)
);
create index membership_by_principal on membership (principal_id);
create index membership_by_source on membership (source_id) where source_id is not null;
create index membership_by_edge on membership (next_edge) where next_edge is not null;

create table scope_grant (
  scope_id uuid not null,
  principal_id uuid not null,
  level access_level not null,
  primary key (scope_id, principal_id)
);
create index scope_grant_by_principal on scope_grant (principal_id, scope_id);

create table scope_deny (
  scope_id uuid not null,
  worker_id uuid not null,
  reason text not null default '',
  primary key (scope_id, worker_id)
);

create table access_version (
  worker_id uuid primary key,
  version bigint not null default 1,
  last_xid xid8 not null default pg_current_xact_id()
);
create index access_version_by_last_xid on access_version (last_xid);

-- Accounts and sessions.
create table account (
  worker_id uuid primary key,
  login text not null unique check (login = lower(login)),
  password_hash text not null,
  role text not null check (role in ('worker', 'teamLead', 'scanStation', 'administration', 'audit')),
  disabled boolean not null default false,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);

-- By login, whether or not there is such an account: so a lock does not tell which logins exist.
create table login_attempt (
  login text primary key,
  failed integer not null,
  failed_at timestamptz not null,
  locked_until timestamptz
);

create table session (
  id uuid primary key,
  worker_id uuid not null references account,
  device_name text not null,
  made_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoke_reason text
);
create index session_by_worker on session (worker_id);

create table refresh_token (
  hash bytea primary key,
  session_id uuid not null references session on delete cascade,
  worker_id uuid not null,
  expires_at timestamptz not null,
  rotated_at timestamptz,
  rotated_from bytea
);
create index refresh_token_by_session on refresh_token (session_id);

-- Commands.
create table client (
  client_id uuid primary key,
  worker_id uuid not null,
  session_id uuid,
  last_mid bigint not null default 0,
  last_id uuid,
  durable_mid bigint not null default 0, -- covered by a checked backup; only backups move it
  schema_version integer not null default 1,
  made_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

create table mutation (
  id uuid primary key,
  client_id uuid not null,
  worker_id uuid not null,
  mid bigint not null,
  name text not null,
  args_hash bytea not null,
  result jsonb not null,
  at timestamptz not null default clock_timestamp(),
  unique (client_id, mid)
);

create table quarantine (
  command_id uuid not null,
  worker_id uuid not null,
  client_id uuid not null,
  name text not null,
  args jsonb,
  code text not null,
  message text not null,
  details jsonb not null default '{}',
  state text not null default 'open',
  at_desk timestamptz not null,
  at timestamptz not null default clock_timestamp(),
  primary key (command_id, worker_id)
);
create index quarantine_by_worker on quarantine (worker_id, at);

create table journal (
  scope_id uuid not null,
  number bigint not null,
  at bigint not null, -- microseconds since 1970, clock of the centre
  at_desk timestamptz not null,
  actor_id uuid not null,
  client_id uuid, -- the desk; none for acts of administration
  command_id uuid,
  action text not null,
  target_kind text not null,
  target_id uuid not null,
  reason text,
  payload_hash bytea not null,
  prev bytea not null,
  hash bytea not null,
  primary key (scope_id, number),
  unique (scope_id, prev)
) partition by hash (scope_id);

-- Contents.
create table blob (
  sha256 bytea primary key,
  size bigint not null,
  state text not null check (state in ('stored', 'damaged')),
  stored_at timestamptz not null default now(),
  checked_at timestamptz -- when its bytes were last read in full and compared
);

create table blob_scope (
  sha256 bytea not null,
  scope_id uuid not null,
  primary key (sha256, scope_id)
);

create table upload (
  id uuid primary key,
  worker_id uuid not null,
  sha256 bytea not null,
  size bigint not null,
  received bigint not null default 0,
  state text not null default 'open' check (state in ('open', 'done', 'failed')),
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now()
);
create index upload_by_content on upload (sha256, worker_id);
create index upload_by_state on upload (state, changed_at) where state <> 'done';

do $$
begin
  for part in 0..15 loop
    execute format('create table record_%s partition of record for values with (modulus 16, remainder %s)', part, part);
    execute format('create table journal_%s partition of journal for values with (modulus 16, remainder %s)', part, part);
  end loop;
end $$;

-- The journal only grows.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger journal_keeps before update or delete on journal for each row execute function refuse_change();
do $$
begin
  execute 'create trigger journal_stays before truncate on journal for each statement execute function refuse_change()';
  for part in 0..15 loop
    execute format(
      'create trigger journal_stays before truncate on journal_%s for each statement execute function refuse_change()', part);
  end loop;
end $$;

-- Everything somebody is at a moment: herself, everyone, her teams, whom she substitutes for, and theirs in turn.
-- `until`: when that ends; infinity if it does not. Eight links are more than any house has; the limit ends circles.
create function effective_principals(asked_worker uuid, moment timestamptz)
returns table (principal_id uuid, until timestamptz) language sql stable as $$
  with recursive effective (principal_id, until, depth) as (
    select asked_worker, 'infinity'::timestamptz, 0
    union
    select member.principal_id, least(effective.until, coalesce(upper(member.valid), 'infinity')), effective.depth + 1
    from effective join membership member on member.worker_id = effective.principal_id
    where member.valid @> moment and effective.depth < 8
  )
  select effective.principal_id, max(effective.until) from effective group by 1
  union all
  select '00000000-0000-7000-8000-000000000002'::uuid, 'infinity'::timestamptz
$$;

-- All workers whose rights may depend on these principals; rather too many than too few.
create function workers_behind(principals uuid[]) returns setof uuid language sql stable as $$
  with recursive behind (id) as (
    select unnest(principals)
    union
    select member.worker_id from behind join membership member on member.principal_id = behind.id
    where upper_inf(member.valid) or upper(member.valid) > clock_timestamp() - interval '1 hour'
  )
  select account.worker_id from account
  where account.worker_id in (select id from behind)
     or '00000000-0000-7000-8000-000000000002'::uuid = any (principals)
$$;

create function raise_access_version(principals uuid[]) returns void language sql as $$
  insert into access_version (worker_id, version, last_xid)
  select worker_id, 1, pg_current_xact_id() from workers_behind(principals) as worker_id order by worker_id
  on conflict (worker_id) do update set version = access_version.version + 1, last_xid = excluded.last_xid
$$;

-- Whatever changes a right raises the version of everyone concerned, in the same transaction.
create function access_changed() returns trigger language plpgsql as $$
declare
  concerned uuid[];
begin
  execute format('select array_agg(distinct %I) from %I', tg_argv[0],
                 case tg_op when 'DELETE' then 'old_rows' else 'new_rows' end) into concerned;
  perform raise_access_version(concerned);
  return null;
end $$;

create trigger access_inserted after insert on membership referencing new table as new_rows
  for each statement execute function access_changed('worker_id');
create trigger access_updated after update on membership referencing new table as new_rows
  for each statement execute function access_changed('worker_id');
create trigger access_deleted after delete on membership referencing old table as old_rows
  for each statement execute function access_changed('worker_id');
create trigger access_inserted after insert on scope_grant referencing new table as new_rows
  for each statement execute function access_changed('principal_id');
create trigger access_updated after update on scope_grant referencing new table as new_rows
  for each statement execute function access_changed('principal_id');
create trigger access_deleted after delete on scope_grant referencing old table as old_rows
  for each statement execute function access_changed('principal_id');
create trigger access_inserted after insert on scope_deny referencing new table as new_rows
  for each statement execute function access_changed('worker_id');
create trigger access_deleted after delete on scope_deny referencing old table as old_rows
  for each statement execute function access_changed('worker_id');

-- Nobody moves a right to another worker or principal in place: that would leave the old one's version as it was.
create function refuse_new_owner() returns trigger language plpgsql as $$
begin
  raise exception 'delete this right and make a new one' using errcode = 'check_violation';
end $$;
create trigger membership_keeps_worker before update of worker_id on membership
  for each row when (old.worker_id <> new.worker_id) execute function refuse_new_owner();
create trigger scope_grant_keeps_principal before update of principal_id on scope_grant
  for each row when (old.principal_id <> new.principal_id) execute function refuse_new_owner();
create trigger scope_deny_keeps_worker before update on scope_deny
  for each row when (old.worker_id <> new.worker_id or old.scope_id <> new.scope_id) execute function refuse_new_owner();

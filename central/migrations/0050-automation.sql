-- Programs that work with the centre by themselves: robots, other systems of the municipality. Nothing here is part of a backup: after a
-- restore administration gives new tokens, so that one that was revoked after the backup does not come back to life.
create table machine (
  id uuid primary key, -- stands in journals as who acted; the house has a record of a worker of this id with the name
  name text not null,
  token_hash bytea not null unique,
  rights text[] not null check (rights <@ array['intake', 'lookup', 'search', 'events'] and cardinality(rights) > 0),
  inbox_ids uuid[] not null default '{}', -- where it may deliver, and whose events it may hear
  stations text[] not null default '{}', -- where it may bring in what the scan station is to route
  team_ids uuid[] not null default '{}', -- whose case files it may look up
  networks text[] not null default '{}', -- private networks its webhooks may lie in
  requests_per_minute integer not null default 120 check (requests_per_minute > 0),
  made_by uuid not null,
  made_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid
);

-- A request with a key of its own is carried out once, however often it is sent.
create table machine_request (
  machine_id uuid not null references machine,
  key text not null,
  request_hash bytea not null,
  intake_id uuid not null,
  status integer, -- none: under way
  answer jsonb,
  lease_until timestamptz not null, -- one that broke off may be taken up again then
  made_at timestamptz not null default clock_timestamp(),
  primary key (machine_id, key)
);
create index machine_request_by_time on machine_request (made_at);

-- Words of the pages and titles that machines may find, one row for each page (0: the title), made while a machine may search.
create table search_page (
  scope_id uuid not null,
  document_id uuid not null,
  number integer not null,
  words tsvector not null,
  primary key (scope_id, document_id, number)
);
create index search_page_by_word on search_page using gin (words);
-- How far each case file has been read for that.
create table search_scope (
  scope_id uuid primary key,
  ver bigint not null
);

-- Protected by itself, by its keyword or by its register: nothing of it is told to a machine but that it is there.
create function is_document_protected(asked_scope uuid, asked_document uuid, document jsonb) returns boolean language sql stable as $$
  select coalesce((document ->> 'isProtected')::boolean, true) or exists (
    select 1 from record link
    left join record keyword on keyword.scope_id = '00000000-0000-7000-8000-000000000001' and keyword.kind = 'keyword'
      and keyword.id = (link.body ->> 'keywordId')::uuid
    left join record register on register.scope_id = '00000000-0000-7000-8000-000000000001' and register.kind = 'register'
      and register.id = (keyword.body ->> 'registerId')::uuid
    where link.scope_id = asked_scope and link.kind = 'documentKeyword' and link.parent_id = asked_document and not link.deleted
      and ((keyword.body -> 'rules' ->> 'isProtected')::boolean or (register.body ->> 'isProtected')::boolean))
$$;

-- Case files a machine may read now: those of its teams, without those it or somebody was shut out of by a block.
create function machine_scopes(asked_machine uuid, moment timestamptz) returns table (scope_id uuid) language sql stable as $$
  select distinct held.scope_id
  from effective_principals(asked_machine, moment) mine
  join scope_grant held on held.principal_id = mine.principal_id and held.level >= 'read'
  join scope on scope.id = held.scope_id and scope.kind = 'c'
  where not exists (select 1 from scope_deny denied where denied.scope_id = scope.id and denied.worker_id = asked_machine)
    and not exists (
      select 1 from record block
      where block.scope_id = scope.id and block.kind = 'caseAccess' and not block.deleted
        and block.body ->> 'cause' = 'block' and block.body ->> 'endedAt' is null)
$$;

create table webhook (
  id uuid primary key,
  machine_id uuid not null references machine,
  url text not null,
  secret bytea not null,
  events text[] not null check (
    events <@ array['documentFiled', 'inboxItemDelivered', 'inboxItemFiled', 'caseFileCreated'] and cardinality(events) > 0),
  position bigint not null, -- the last event that was delivered or was none for it
  made_at timestamptz not null default clock_timestamp(),
  failures integer not null default 0, -- one after the other
  failing_since timestamptz,
  last_failure text,
  next_try_at timestamptz not null default clock_timestamp(),
  lease_by uuid, -- the service that delivers
  lease_until timestamptz,
  delivered_at timestamptz,
  disabled_at timestamptz,
  disabled_reason text
);
create index webhook_by_machine on webhook (machine_id);

-- What webhooks are told, in the transaction that did it; numbered afterwards in the order of the journals.
create sequence webhook_position;
create table webhook_event (
  id uuid primary key default gen_random_uuid(),
  kind text not null,
  scope_id uuid not null,
  journal_number bigint not null,
  target_id uuid not null,
  at bigint not null, -- microseconds since 1970
  position bigint unique
);
create index webhook_event_new on webhook_event (at) where position is null;

create function note_webhook_event() returns trigger language plpgsql as $$
begin
  if exists (select 1 from webhook where disabled_at is null) then
    insert into webhook_event (kind, scope_id, journal_number, target_id, at)
    values (
      case new.action
        when 'inboxItem.delivered' then 'inboxItemDelivered'
        when 'inboxItem.received' then 'inboxItemDelivered'
        when 'inboxItem.filed' then 'inboxItemFiled'
        when 'caseFile.created' then 'caseFileCreated'
        else 'documentFiled' end,
      new.scope_id, new.number, new.target_id, new.at);
  end if;
  return null;
end $$;
create trigger journal_tells_webhooks after insert on journal for each row
  when (new.action in ('document.filed', 'document.added', 'document.received', 'inboxItem.delivered', 'inboxItem.received',
                       'inboxItem.filed', 'caseFile.created'))
  execute function note_webhook_event();

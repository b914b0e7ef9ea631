-- Programs are told what became of the files they handed in, each of its own only.
alter table webhook drop constraint webhook_events_check, add constraint webhook_events_check check (
  events <@ array['documentFiled', 'inboxItemDelivered', 'inboxItemFiled', 'caseFileCreated', 'intakeDone', 'intakeNeedsLook',
                  'intakeFailed', 'intakeReturned'] and cardinality(events) > 0);
alter table webhook_event
  add column machine_id uuid, -- who handed the file in: nobody else hears of it
  add column details jsonb, -- what is told beside ids, as it was when it happened: sent again it is the same
  add column change xid8; -- the transaction that did it: told once, however many statements it took
create unique index webhook_event_once on webhook_event (scope_id, target_id, change) where change is not null;

-- The letters made of a file, as whoever handed it in may know them: no words, no names.
create function intake_letters(asked_stack uuid) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'pages', to_jsonb(made.pages),
    'state', case when exists (select 1 from letter_return back where back.document_id = made.id and back.state = 'open')
      then 'returned' else made.state end,
    'inboxId', made.inbox_id,
    'itemId', case when made.state = 'delivered' then made.item_id end) order by made.pages, made.number), '[]')
  from stack_document made where made.stack_id = asked_stack and made.state <> 'replaced'
$$;

-- What stands of a stack now, for whoever handed it in; nothing while it is waited for or worked on.
create function note_intake_event(asked_stack uuid) returns void language sql as $$
  insert into webhook_event (kind, scope_id, journal_number, target_id, at, machine_id, change, details)
  select case stack.state when 'done' then 'intakeDone' when 'needsLook' then 'intakeNeedsLook' else 'intakeFailed' end,
    stack.id, moment.at, stack.id, moment.at, stack.taken_by, pg_current_xact_id(),
    case stack.state when 'failed' then jsonb_build_object('reason', stack.reason)
      else jsonb_build_object('documents', intake_letters(stack.id)) end
  from stack, (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as at) moment
  where stack.id = asked_stack and stack.state in ('done', 'needsLook', 'failed')
    and exists (select 1 from webhook where webhook.machine_id = stack.taken_by and webhook.disabled_at is null)
  on conflict do nothing
$$;

create function stack_tells_webhooks() returns trigger language plpgsql as $$
begin
  perform note_intake_event(new.id);
  return null;
end $$;
-- At the end of the transaction: then all letters stand as they are to be told. A round is raised when the letters became others.
create constraint trigger stack_tells_webhooks after update of state, round on stack deferrable initially deferred for each row
  when (new.taken_by is not null and (new.state <> old.state or new.round <> old.round))
  execute function stack_tells_webhooks();

-- A letter came back to the scan station; why stands in words of a worker, which are not told.
create function return_tells_webhooks() returns trigger language plpgsql as $$
begin
  if new.state = 'takenBack' then
    perform note_intake_event(new.stack_id);
    return null;
  end if;
  insert into webhook_event (kind, scope_id, journal_number, target_id, at, machine_id, change, details)
  select 'intakeReturned', stack.id, moment.at, new.document_id, moment.at, stack.taken_by, pg_current_xact_id(),
    jsonb_build_object('documents', jsonb_build_array(letter.told))
  from stack, (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as at) moment,
    stack_document made, jsonb_array_elements(intake_letters(new.stack_id)) letter (told)
  where stack.id = new.stack_id and made.id = new.document_id
    and letter.told ->> 'itemId' = made.item_id::text and letter.told ->> 'state' = 'returned'
    and exists (select 1 from webhook where webhook.machine_id = stack.taken_by and webhook.disabled_at is null)
  on conflict do nothing;
  return null;
end $$;
create constraint trigger return_tells_webhooks after insert on letter_return deferrable initially deferred for each row
  execute function return_tells_webhooks();
create constraint trigger end_of_return_tells_webhooks after update of state on letter_return deferrable initially deferred
  for each row when (old.state = 'open' and new.state = 'takenBack')
  execute function return_tells_webhooks();

-- Letters that came back from a Postkorb to the scan station, each with why; kept when it has been dealt with.
create table letter_return (
  id uuid primary key, -- of the command
  stack_id uuid not null references stack,
  document_id uuid not null references stack_document,
  inbox_id uuid not null, -- where the letter lies, which may be another Postkorb than it was delivered to
  item_id uuid not null,
  reason text not null,
  returned_by uuid not null,
  returned_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'takenBack', 'answered')),
  ended_by uuid,
  ended_at timestamptz
);
create index letter_return_open on letter_return (stack_id) where state = 'open';
create index letter_return_by_item on letter_return (item_id);

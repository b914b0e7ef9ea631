-- Messages of watched mailboxes: one row for each, written in one transaction with the stack it became. A message found again is this one.
create table mail_message (
  mail_account text not null, -- account, machine and folder, without a password
  uid_validity bigint not null,
  uid bigint not null,
  message_id text,
  sha256 bytea, -- none for those too large to be fetched
  received_at timestamptz not null, -- at the mail server
  stack_id uuid, -- what it became; of a message put there once more, what it became the first time
  reason text, -- in German, why it was not taken over
  found_at timestamptz not null default clock_timestamp(),
  primary key (mail_account, uid_validity, uid)
);
create index mail_message_by_content on mail_message (mail_account, sha256);
create index mail_message_by_stack on mail_message (stack_id);
-- The same mail come in before, whichever way.
create index stack_document_by_message_id on stack_document ((content ->> 'messageId')) where content ->> 'messageId' is not null;

-- The service that looks through a mailbox just now: two that move the same message at once may leave it in the target twice.
create table mail_account (
  name text primary key,
  lease_by uuid not null,
  lease_until timestamptz not null
);

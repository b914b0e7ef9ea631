-- The schema a command was given in: what is read again after years is led to the shape of then, as an outbox is. So far there was one.
alter table quarantine add column schema integer not null default 1;

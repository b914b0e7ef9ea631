-- How many scopes of a desk differ from the centre's each time they are fetched: something is wrong there or here.
alter table desk_store add column differing_count integer not null default 0;

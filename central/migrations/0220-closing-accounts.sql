-- A closed account: until this moment its desks may hand over what waits on them, and nothing else.
alter table account
  add column closing_until timestamptz,
  add column closed_by uuid;
-- Why a store is to be wiped: reported lost, or its worker's account is closed.
alter table desk_store add column is_farewell boolean not null default false;

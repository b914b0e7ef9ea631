-- Up to which version of her rights a store of a worker has removed what was taken from her; null: it has not said so yet.
alter table desk_store add column cleared_version bigint;
alter table desk_store add column cleared_at timestamptz;

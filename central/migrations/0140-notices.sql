-- Notices (Bescheide) that a Fachverfahren prints into a folder: filed at once where file and keyword are sure.
alter table stack_document add column filing jsonb; -- the case file and keywords it is filed under instead of being delivered
alter table station_folder add column is_notices boolean not null default false; -- what comes from there goes out of the house

-- What goes out is learned beside what comes in: its features have a salt of their own, its counts a direction.
alter table letter_keyword add column direction text not null default 'incoming' check (direction in ('incoming', 'outgoing'));
alter table letter_keyword drop constraint letter_keyword_pkey, add primary key (keyword_id, direction);
alter table letter_learned add column direction text not null default 'incoming' check (direction in ('incoming', 'outgoing'));
-- Everything is looked at once more: what went out had been passed over. What was learned already stays as it is.
update letter_learned_scope set ver = 0;

-- A file that was taken over rests beside its folder until nobody has written into it for a while; one that grows is read anew.
alter table stack
  add column file_identity text, -- what its file system knows it by
  add column file_sha256 bytea, -- the bytes of the resting file when they were taken last; null: those of the stack
  add column lacks_end boolean not null default false, -- the end its format asks for was missing when it was taken
  add column grown_from uuid references stack, -- of this one letters had been delivered when its file grew: nothing is delivered unseen
  add column file_note text; -- in German, what is to be told of the file
create index stack_grown_from on stack (grown_from, taken_at) where grown_from is not null;

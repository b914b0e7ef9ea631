-- A file that lay in the folder for failed ones and was read in the end leaves that folder.
alter table stack drop constraint stack_put_back_check,
  add constraint stack_put_back_check check (put_back in ('failed', 'returned', 'takenUp'));

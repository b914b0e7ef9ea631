-- What a program that hands a file in says of it: file number, keyword, title, date of the letter. None for everything else.
alter table stack add column told jsonb;

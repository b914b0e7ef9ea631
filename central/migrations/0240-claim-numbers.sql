-- Two claims of one service on one stack, the first of them late, must not be taken for one another.
alter table stack add column claim_number integer not null default 0;

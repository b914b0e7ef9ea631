-- What a store on a desk proves with that it sealed something itself: the public key of the escrow is known to everybody. It stays when the
-- share is replaced, so that what was sealed before is still believed.
alter table desk_store add column proof_key bytea;
-- Files from a scanner whose origin is not proven are kept, and not brought to a desk.
alter table escrow_command add column is_proven boolean not null default true;

-- Finding the case file a letter belongs to. Rather too coarse than too fine: what is found is compared exactly afterwards.

-- A name without case, accents, blanks and the e of ae, oe, ue; what core/domain/folding.ts makes equal is equal here.
create function letter_name_key(given_name text, family_name text) returns text language sql immutable parallel safe as $$
  select regexp_replace(
    regexp_replace(
      normalize(replace(lower(split_part(btrim(given_name), ' ', 1) || family_name), 'ß', 'ss'), NFD), '[^a-z]', '', 'g'),
    '([aou])e+', '\1', 'g')
$$;

create function letter_number_key(file_number text) returns text language sql immutable parallel safe as $$
  select upper(regexp_replace(file_number, '[^A-Za-z0-9]', '', 'g'))
$$;

create index record_by_file_number on record (letter_number_key(body ->> 'fileNumber'))
  where kind = 'caseFile' and not deleted;
create index record_by_customer_number on record (letter_number_key(body ->> 'customerNumber'))
  where kind = 'person' and not deleted;
create index record_by_person_name on record (letter_name_key(body ->> 'givenName', body ->> 'familyName'))
  where kind = 'person' and not deleted;
create index record_by_birth_date on record ((body ->> 'birthDate')) where kind = 'person' and not deleted;
create index record_by_mail_address on record (lower(body ->> 'mail')) where kind = 'household' and not deleted;

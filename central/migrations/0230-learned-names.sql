-- How letters are called and whom they are from, as this office files them: numbers only. The words are read from a document that bears
-- them, and only where documents of several case files do.
create table letter_named (
  document_id uuid primary key,
  case_file_id uuid not null,
  keyword_id uuid not null,
  sender bigint,
  sender_weight real not null,
  title bigint not null,
  title_weight real not null
);
create index letter_named_sender on letter_named (sender, case_file_id) where sender is not null;
create index letter_named_title on letter_named (title, case_file_id);

create table letter_name_count (
  feature bigint not null,
  value bigint not null,
  documents real not null,
  groups bigint not null, -- of case files in which both stood together, one bit each
  primary key (feature, value)
);

-- Everything is learned once more.
update letter_learned_scope set ver = 0;

-- What was learned from filed documents, for proposing keywords. No words: features are numbers under a salt of this store. It can be
-- learned anew at any time from the documents themselves, so backups leave it out.
create table letter_model (
  is_only boolean primary key default true check (is_only),
  salt text not null default gen_random_uuid()::text
);
insert into letter_model default values;

-- Up to which version of a case file was learned.
create table letter_learned_scope (
  scope_id uuid primary key,
  ver bigint not null
);

-- Under which keyword a document counts, so that it can be taken out again when somebody corrects it.
create table letter_learned (
  document_id uuid primary key,
  keyword_id uuid not null,
  version_id uuid not null,
  weight real not null
);

create table letter_keyword (
  keyword_id uuid primary key,
  documents real not null
);

create table letter_feature (
  feature bigint not null,
  keyword_id uuid not null,
  documents real not null,
  primary key (feature, keyword_id)
);

-- Case files fall into 63 groups by chance; a bit for each group that has the feature. Few bits: rare, so it may be somebody's name.
create table letter_feature_spread (
  feature bigint primary key,
  groups bigint not null
);

-- File numbers of others (courts, health insurances) in documents of a case file, as numbers under the salt.
create table letter_reference (
  reference bigint not null,
  case_file_id uuid not null,
  document_id uuid not null,
  primary key (reference, case_file_id, document_id)
);
create index letter_reference_by_document on letter_reference (document_id);

-- What was proposed for a filed document: a proposal that was changed counts twice.
create index record_by_filed_document on record ((body ->> 'filedDocumentId'))
  where kind = 'inboxItem' and not deleted and body ->> 'filedDocumentId' is not null;

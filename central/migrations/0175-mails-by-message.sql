-- A mail that comes once more is told by its Message-ID, also when a worker filed it or laid it into a Postkorb herself.
create index record_mail_by_message on record ((body ->> 'messageId'))
  where kind = 'version' and body ->> 'messageId' is not null;

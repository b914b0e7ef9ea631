// Frozen: what has been released is never changed here. A new wish is a new migration.

/**
 * Of copies of accepted commands: which scopes they are about and which contents they name; and, once a scope of theirs is gone from here,
 * themselves sealed for the centre in place of what they said. is_due: the centre was set back, they are to be handed over.
 */
export const sentFacts = `
ALTER TABLE sent ADD COLUMN sealed TEXT;
ALTER TABLE sent ADD COLUMN is_due INTEGER NOT NULL DEFAULT 0;

CREATE TABLE sent_scope (
  scope_id BLOB NOT NULL,
  sent_row INTEGER NOT NULL REFERENCES sent (row) ON DELETE CASCADE,
  PRIMARY KEY (scope_id, sent_row)
) STRICT, WITHOUT ROWID;
CREATE INDEX sent_scope_by_row ON sent_scope (sent_row);

CREATE TABLE sent_content (
  sha256 TEXT NOT NULL,
  sent_row INTEGER NOT NULL REFERENCES sent (row) ON DELETE CASCADE,
  PRIMARY KEY (sha256, sent_row)
) STRICT, WITHOUT ROWID;
CREATE INDEX sent_content_by_row ON sent_content (sent_row);

INSERT OR IGNORE INTO sent_content (sha256, sent_row)
  SELECT named.value, sent.row FROM sent, json_tree(sent.args) AS named
  WHERE named.type = 'text' AND length(named.value) = 64 AND named.value NOT GLOB '*[^0-9a-f]*';
`;

/** Pages whose text is in the store and not in the full text yet; see db/full-text/waiting-pages.ts. */
export const waitingPages = `
CREATE TABLE page_waiting (
  scope_id BLOB NOT NULL,
  version_id BLOB NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (scope_id, version_id, number)
) STRICT, WITHOUT ROWID;
`;

// Frozen: what has been released is never changed here. A new wish is a new migration.

/** What the centre acknowledged last: a centre that does not know it any more was set back. */
export const lastAcknowledged = `
ALTER TABLE meta ADD COLUMN last_acknowledged BLOB;
UPDATE meta SET last_acknowledged = (SELECT id FROM sent ORDER BY row DESC LIMIT 1);
`;

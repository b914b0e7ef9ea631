// Frozen: what has been released is never changed here. A new wish is a new migration.

/** The schema a command was given in, as in the outbox: what waits to be settled, or can be taken back, may be read by a newer program. */
export const keptSchemas = `
ALTER TABLE act ADD COLUMN inverse_schema INTEGER NOT NULL DEFAULT 1;
ALTER TABLE clarification ADD COLUMN schema INTEGER NOT NULL DEFAULT 1;
`;

// Frozen: what has been released is never changed here. A new wish is a new migration.

/** How many purges have left contents and words behind that are still to be cleared; survives the end of the program. */
export const purgesToClear = `
ALTER TABLE meta ADD COLUMN purges_to_clear INTEGER NOT NULL DEFAULT 0;
`;

// Frozen: what has been released is never changed here. A new wish is a new migration.

/** Commands given in one act (several letters filed at once) are taken back in one. */
export const actBatches = `
ALTER TABLE act ADD COLUMN batch_id BLOB;
ALTER TABLE act ADD COLUMN batch_label TEXT;
`;

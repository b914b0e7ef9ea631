// Frozen: what has been released is never changed here. A new wish is a new migration.

/** Clarifications that were settled here, until the centre has been told, so that her other desks do not show them any more. */
export const settledRefusals = `
CREATE TABLE settled_refusal (id BLOB PRIMARY KEY) WITHOUT ROWID;
`;

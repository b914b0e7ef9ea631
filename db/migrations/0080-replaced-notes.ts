// Frozen: what has been released is never changed here. A new wish is a new migration.

/** The few notes of which more is known than most have: that they were replaced, and by which. For finding those with two texts. */
export const replacedNotes = `
CREATE INDEX note_with_more ON note (scope_id) WHERE extra IS NOT NULL;
`;

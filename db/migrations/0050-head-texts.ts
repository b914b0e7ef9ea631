// Frozen: what has been released is never changed here. A new wish is a new migration.

/**
 * Texts of case files, documents, letters and notes once more, without the pages: what is asked for with every key pressed must not
 * walk through the words of all pages. Filled by db/full-text/head-texts.ts.
 */
export const headTexts = `
CREATE VIRTUAL TABLE head_text USING fts5(
  text, k, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4 5 6 7 8 9 10'
);
`;

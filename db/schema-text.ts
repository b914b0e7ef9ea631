import { all, type ReadableDb } from './sql.ts';

/** The whole schema as SQL text in a lasting order; `db/schema.sql` holds it for readers. */
export function schemaText(db: ReadableDb): string {
  const rows = all<{ sql: string }>(
    db,
    `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
       AND name NOT GLOB 'search_text_*' AND name NOT GLOB 'head_text_*' AND name NOT GLOB 'vocabulary_part_*'
     ORDER BY type = 'index', type, name`,
  );
  return `${rows.map((row) => `${row.sql};`).join('\n\n')}\n`;
}

import type { Statement } from './memory-database.ts';
import { accessStatements } from './statements/access.ts';
import { commandStatements } from './statements/commands.ts';
import { escrowStatements } from './statements/escrow.ts';
import { feedStatements } from './statements/feed.ts';
import { journalStatements } from './statements/journal.ts';
import { recordStatements } from './statements/records.ts';
import { rightStatements } from './statements/rights.ts';
import { scopeStatements } from './statements/scopes.ts';
import { snapshotStatements } from './statements/snapshot.ts';
import { staffStatements } from './statements/staff.ts';
import { stationStatements } from './statements/station.ts';

/** What each statement of central does, by its text with single spaces. */
export const statements = new Map<string, Statement>(
  [
    accessStatements,
    commandStatements,
    escrowStatements,
    feedStatements,
    journalStatements,
    recordStatements,
    rightStatements,
    scopeStatements,
    snapshotStatements,
    staffStatements,
    stationStatements,
  ].flatMap((some) => Object.entries(some).map(([text, statement]) => [text.replace(/\s+/g, ' ').trim(), statement])),
);

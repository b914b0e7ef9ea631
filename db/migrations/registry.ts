import { deskTables, recordIndexes, searchTables } from './0010-desk-tables.ts';
import { recordTables } from './0010-record-tables.ts';
import { waitingPages } from './0020-waiting-pages.ts';
import { purgesToClear } from './0030-purges-to-clear.ts';
import { caseAccess } from './0040-case-access.ts';
import { headTexts } from './0050-head-texts.ts';
import { lateWork } from './0060-late-work.ts';
import { overlaps } from './0070-overlaps.ts';
import { replacedNotes } from './0080-replaced-notes.ts';
import { accessEvents } from './0090-access-events.ts';
import { settledRefusals } from './0100-settled-refusals.ts';
import { branchScans } from './0110-branch-scans.ts';
import { actBatches } from './0120-act-batches.ts';
import { keptSchemas } from './0130-kept-schemas.ts';
import { lastAcknowledged } from './0150-last-acknowledged.ts';
import { sentFacts } from './0151-sent-facts.ts';
import { blobParts } from './0152-blob-parts.ts';
import { textsToRead } from './0170-texts-to-read.ts';

export type Migration = {
  /** Becomes PRAGMA user_version; steps of ten leave room. */
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
};

/** All migrations in order. Add new ones at the end; released ones are frozen. */
export const migrations: readonly Migration[] = [
  { version: 10, name: 'first tables', statements: [recordTables, recordIndexes, deskTables, searchTables] },
  { version: 20, name: 'pages that wait to be indexed', statements: [waitingPages] },
  { version: 30, name: 'purges to clear', statements: [purgesToClear] },
  { version: 40, name: 'access to case files', statements: [caseAccess] },
  { version: 50, name: 'titles in an index of their own', statements: [headTexts] },
  { version: 60, name: 'late work', statements: [lateWork] },
  { version: 70, name: 'overlaps', statements: [overlaps] },
  { version: 80, name: 'replaced notes', statements: [replacedNotes] },
  { version: 90, name: 'who looked at what', statements: [accessEvents] },
  { version: 100, name: 'settled refusals', statements: [settledRefusals] },
  { version: 110, name: 'paper scanned at this desk', statements: [branchScans] },
  { version: 120, name: 'acts of several commands', statements: [actBatches] },
  { version: 130, name: 'schemas of kept commands', statements: [keptSchemas] },
  { version: 150, name: 'what was acknowledged last', statements: [lastAcknowledged] },
  { version: 151, name: 'what accepted commands are about', statements: [sentFacts] },
  { version: 152, name: 'parts of contents', statements: [blobParts] },
  { version: 170, name: 'texts to recognise', statements: [textsToRead] },
];

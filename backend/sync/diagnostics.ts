import { arch, platform } from 'node:os';
import { protocolVersion, schemaVersion } from '../../core/contract/central.ts';
import { commandByName } from '../../core/commands/registry.ts';
import { programVersion } from '../../core/version.ts';
import { countPurges, readMeta } from '../../db/meta.ts';
import {
  clarificationCounts,
  contentsByState,
  countSent,
  missingContents,
  outboxCounts,
  scopeCounts,
} from '../../db/queries/sync-overview.ts';
import { bytesOnDesk } from '../../db/blob-table.ts';
import { isDamaged } from '../../db/damage-mark.ts';
import type { Desk } from '../commands/desk.ts';
import { contentLimit, freeBytes } from './content-room.ts';
import type { SyncEngine } from './engine.ts';
import { lookedAfter } from './scrub.ts';
import { databaseFacts, recordCounts } from '../../db/queries/store-facts.ts';

type Sources = { desk: Desk; sync: Pick<SyncEngine, 'log' | 'state'>; offlineUntil: string | null };

/**
 * What somebody who helps needs to know about a desk, as text to be sent on. Only numbers, moments, states and words of the program: no
 * name, title, number of a file, text, account, path or id of a person is in it.
 */
export function diagnosticsOf({ desk, sync, offlineUntil }: Sources): { fileName: string; text: string } {
  const now = desk.now();
  const facts = {
    format: 'aktenpult-diagnostics',
    formatVersion: 1,
    madeAt: now,
    program: { version: programVersion, node: process.versions.node, platform: platform(), architecture: arch() },
    versions: { protocol: protocolVersion, schema: schemaVersion, ...databaseFacts(desk.store.db) },
    ...stateFacts(desk, sync, offlineUntil),
    ...storeFacts(desk),
    ...logFacts(sync),
  };
  const day = now.slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
  return { fileName: `aktenpult-diagnose-${day}.json`, text: `${JSON.stringify(facts, null, 2)}\n` };
}

function stateFacts(desk: Desk, sync: Sources['sync'], offlineUntil: string | null) {
  const { words: _, problem, ...state } = sync.state();
  const { epoch, cursor, accessVersion, nextMid } = readMeta(desk.store.db);
  return {
    state: { ...state, hasProblem: problem !== null, offlineUntil },
    centre: { epoch, cursor, accessVersion, nextMid },
  };
}

function storeFacts(desk: Desk) {
  const { db } = desk.store;
  return {
    outbox: outboxCounts(db).map((row) => ({ ...row, name: commandByName(row.name) ? row.name : 'unknown' })),
    sent: countSent(db),
    clarifications: clarificationCounts(db).map((row) => ({
      ...row,
      name: commandByName(row.name) ? row.name : 'unknown',
      code: codeWord(row.code),
    })),
    scopes: scopeCounts(db),
    purgesToClear: countPurges(db),
    contents: { ...contentsByState(db), missing: missingContents(db) },
    room: {
      usedBytes: bytesOnDesk(db),
      limitBytes: Math.floor(contentLimit(desk.store)),
      freeBytes: freeBytes(desk.store),
    },
    isDamaged: isDamaged(desk.store.folder),
    lookedAfter: lookedAfter(db),
    records: recordCounts(db),
  };
}

function logFacts(sync: Sources['sync']) {
  const { failures, rounds, arrivals } = sync.log();
  return {
    failures: failures.map(({ at, part, code, cause, count }) => ({ at, part, code, cause, count })),
    rounds,
    arrivals: arrivals.map(({ at, counts }) => ({ at, counts })),
  };
}

/** Codes come from the centre, too; whatever is not shaped like one stays out. */
const codeWord = (code: string): string => (/^[A-Za-z_]{1,40}$/.test(code) ? code : 'other');

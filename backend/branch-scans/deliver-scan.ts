import type { CommandArgs } from '../../core/commands/registry.ts';
import { derivedId } from '../../core/domain/ids.ts';
import { dayOf } from '../../core/domain/moments.ts';
import type { KeywordProposal } from '../../core/letters/propose-keywords.ts';
import { type BranchScan, readBranchScan, type ScannedLetter, settleBranchScan } from '../../db/branch-scans.ts';
import { listTeams, listWorkers } from '../../db/queries/office.ts';
import type { ReadableDb } from '../../db/sql.ts';
import { inTransaction } from '../../db/sql.ts';
import { documentFacts, type StackOrigin, textsOfDocument } from '../../intake/station/document-facts.ts';
import type { ReadDocument, StackReading } from '../../intake/station/stack-reading.ts';
import { actorOf, type Desk } from '../commands/desk.ts';
import { runCommand } from '../commands/run-command.ts';
import { learnedReferencesHere, proposeKeywordsHere } from './desk-keywords.ts';
import { placeLetter } from './place-letter.ts';

const nothingOnIt =
  'Die Datei enthält nur leere Seiten oder Trennblätter. Bitte prüfen Sie, ob richtig herum eingescannt wurde.';

/** What keeps a reading from being delivered by itself, as a German sentence; null: nothing. */
export function whatToLookAt({ report, documents }: StackReading): string | null {
  if (report.explanation) return report.explanation.message;
  return documents.length === 0 ? nothingOnIt : null;
}

/**
 * Puts everything that was made of a scan into Postkörbe and says so of the scan, in one transaction: after a kill at any moment it has
 * happened once or not at all. The bytes of the documents are kept first. Does nothing when the scan was settled meanwhile.
 */
export async function deliverScan(desk: Desk, scan: BranchScan, reading: StackReading): Promise<void> {
  const { db, blobs } = desk.store;
  const kept: string[] = [];
  const viewer = { workerId: actorOf(db).id, now: desk.now() };
  const keywords: KeywordProposal[][] = [];
  try {
    for (const read of reading.documents) {
      const { bytes } = read;
      keywords.push(await proposeKeywordsHere(desk.store, viewer, read, dayOf(scan.takenAt)));
      const writer = await blobs.startWriting('uploading');
      await writer.append(bytes);
      kept.push((await writer.finish()).sha256);
    }
    inTransaction(db, () => {
      const now = readBranchScan(db, scan.id);
      // One whose file has grown meanwhile is read once more.
      if (!now || now.state === 'done' || now.sha256 !== scan.sha256) return;
      const letters = reading.documents.map((read, index) =>
        deliverDocument(desk, scan, reading, {
          ...{ read, sha256: kept[index] ?? '', number: index + 1, keywords: keywords[index] ?? [] },
        }),
      );
      const outcome = { state: 'done', reason: null, pageCount: reading.pageCount, documents: letters } as const;
      settleBranchScan(db, scan.id, outcome, desk.now());
    });
  } finally {
    for (const sha256 of kept) blobs.release(sha256);
  }
}

type Made = { read: ReadDocument; sha256: string; number: number; keywords: KeywordProposal[] };

function deliverDocument(desk: Desk, scan: BranchScan, reading: StackReading, made: Made): ScannedLetter {
  const { db } = desk.store;
  const viewer = { workerId: actorOf(db).id, now: desk.now() };
  const placed = placeLetter(
    db,
    viewer,
    { ...made, learnedFor: (finds) => learnedReferencesHere(desk.store, finds) },
    dayOf(scan.takenAt),
  );
  const itemId = derivedId(scan.id, `item/${made.number}`);
  const args: CommandArgs<'deliverInboxItem'> = {
    ...{ ...placed, itemId },
    content: documentFacts(originOf(db, viewer.workerId, scan), reading, made),
    pageTexts: textsOfDocument(made.read),
  };
  runCommand(desk, 'deliverInboxItem', args);
  return { itemId, inboxId: placed.inboxId, title: placed.title, pageCount: made.read.pages.length };
}

/** Paper from a folder was laid there by a device; what she hands in herself bears her name. */
function originOf(db: ReadableDb, workerId: StackOrigin['takenBy'], scan: BranchScan): StackOrigin {
  const teamId = listWorkers(db).find(({ id }) => id === workerId)?.teamId ?? null;
  const team = listTeams(db).find(({ id }) => id === teamId);
  const station = team?.branchOfficeName || team?.name || 'Arbeitsplatz';
  const { id, takenAt, fileName, sha256, size } = scan;
  const takenBy = scan.source === 'folder' ? null : workerId;
  return { ...{ id, takenAt, takenBy, station, fileName, sha256, size }, source: 'branchOffice' };
}

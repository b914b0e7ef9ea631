import type { Id } from '../core/domain/ids.ts';
import type { Moment } from '../core/domain/moments.ts';
import { idBytes, idText } from './record-tables.ts';
import { all, type ReadableDb, run, type SqlValue, type WritableDb } from './sql.ts';

/** A document a scan became, and the Postkorb it was put into. */
export type ScannedLetter = { itemId: Id; inboxId: Id; title: string; pageCount: number };

/** A file scanned at this desk. waiting: it is still to be read; needsLook: somebody has to decide, see `reason`. */
export type BranchScan = {
  id: Id;
  fileName: string;
  source: 'folder' | 'upload' | 'camera';
  takenAt: Moment;
  sha256: string;
  size: number;
  state: 'waiting' | 'done' | 'needsLook';
  reason: string | null;
  pageCount: number | null;
  documents: ScannedLetter[];
  /** What its file is known by in the folder it came from, or `rest/` and what it is known by where it rests; null: it has gone. */
  folderMark: string | null;
};

type Row = {
  id: Buffer;
  file_name: string;
  source: BranchScan['source'];
  taken_at: Moment;
  sha256: string;
  size: number;
  state: BranchScan['state'];
  reason: string | null;
  page_count: number | null;
  documents: string;
  folder_mark: string | null;
};

function read(db: ReadableDb, tail: string, ...values: SqlValue[]): BranchScan[] {
  const rows = all<Row>(
    db,
    `SELECT id, file_name, source, taken_at, sha256, size, state, reason, page_count, documents, folder_mark FROM branch_scan ${tail}`,
    ...values,
  );
  return rows.map(({ id, file_name: fileName, taken_at: takenAt, page_count: pageCount, ...row }) => {
    const { documents, folder_mark: folderMark, ...same } = row;
    const letters = JSON.parse(documents) as ScannedLetter[];
    return { ...same, id: idText(id), fileName, takenAt, pageCount, folderMark, documents: letters };
  });
}

/** Those not delivered, then the others; the newest first in each. */
export function listBranchScans(db: ReadableDb): BranchScan[] {
  return read(db, `ORDER BY state = 'done', taken_at DESC, id DESC LIMIT 500`);
}

/** The file that waits longest to be read; null when none waits. */
export function nextBranchScan(db: ReadableDb): BranchScan | null {
  return read(db, `WHERE state = 'waiting' ORDER BY taken_at, id LIMIT 1`)[0] ?? null;
}

/** Files that are in no Postkorb yet, the oldest first. */
export function openBranchScans(db: ReadableDb): BranchScan[] {
  return read(db, `WHERE state <> 'done' ORDER BY taken_at, id`);
}

/** One file; null when it is not in the list any more. */
export function readBranchScan(db: ReadableDb, id: Id): BranchScan | null {
  return read(db, 'WHERE id = ?', idBytes(id))[0] ?? null;
}

type NewScan = Pick<BranchScan, 'id' | 'fileName' | 'source' | 'takenAt' | 'sha256' | 'size'>;

/** Takes a file in whose bytes are in the store. `folderMark`: how it is known in the folder it came from. */
export function addBranchScan(db: WritableDb, scan: NewScan, folderMark: string | null): void {
  run(
    db,
    'INSERT INTO branch_scan (id, file_name, source, taken_at, sha256, size, folder_mark) VALUES (?, ?, ?, ?, ?, ?, ?)',
    idBytes(scan.id),
    ...[scan.fileName, scan.source, scan.takenAt, scan.sha256, scan.size, folderMark],
  );
}

/** The scan whose file is known by this mark, in the folder or where it rests; null: none. */
export function scanOfMark(db: ReadableDb, folderMark: string): BranchScan | null {
  return read(db, 'WHERE folder_mark = ? LIMIT 1', folderMark)[0] ?? null;
}

/** Scans whose files still lie in the folder although they were taken. */
export function scansInFolder(db: ReadableDb): BranchScan[] {
  return read(db, `WHERE folder_mark IS NOT NULL AND folder_mark NOT LIKE 'rest/%'`);
}

/** Says what the file of a scan is known by now; null: it has gone, one that comes with the same mark is another. */
export function setFolderMark(db: WritableDb, id: Id, folderMark: string | null): void {
  run(db, 'UPDATE branch_scan SET folder_mark = ? WHERE id = ?', folderMark, idBytes(id));
}

/** The file of a scan has grown before anything of it was delivered: it is to be read whole. */
export function replaceContent(db: WritableDb, id: Id, { sha256, size }: { sha256: string; size: number }): void {
  run(
    db,
    `UPDATE branch_scan SET sha256 = ?, size = ?, state = 'waiting', reason = NULL, page_count = NULL WHERE id = ?`,
    ...[sha256, size],
    idBytes(id),
  );
}

type Outcome = Pick<BranchScan, 'state' | 'reason'> & Partial<Pick<BranchScan, 'pageCount' | 'documents'>>;

/** What became of a file. */
export function settleBranchScan(db: WritableDb, id: Id, outcome: Outcome, at: Moment): void {
  const { state, reason, pageCount = null, documents = [] } = outcome;
  run(
    db,
    `UPDATE branch_scan SET state = ?, reason = ?, page_count = coalesce(?, page_count), documents = ?, finished_at = ? WHERE id = ?`,
    ...[state, reason, pageCount, JSON.stringify(documents), state === 'done' ? at : null],
    idBytes(id),
  );
}

/** Takes a file from the list. */
export function removeBranchScan(db: WritableDb, id: Id): void {
  run(db, 'DELETE FROM branch_scan WHERE id = ?', idBytes(id));
}

/** Takes from the list what was delivered before `until`; what still waits to be removed from its folder stays. */
export function removeOldBranchScans(db: WritableDb, until: Moment): void {
  run(db, `DELETE FROM branch_scan WHERE state = 'done' AND finished_at < ? AND folder_mark IS NULL`, until);
}

/** Takes from the list what was put into a Postkorb that leaves this desk: titles and names of files tell what lay there. */
export function forgetScansInto(db: WritableDb, inboxId: Id): void {
  run(db, `DELETE FROM branch_scan WHERE state = 'done' AND instr(documents, ?) > 0`, inboxId);
}

import { createHash, type Hash } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { open, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Moment } from '../core/domain/moments.ts';
import { fileHeader, frameSize, openFrame } from './blob-frames.ts';
import { isContentNamed } from './blob-table.ts';
import { withoutWaitingForDisk } from './open.ts';
import { all, first, run, type WritableDb } from './sql.ts';

// Of a large content a part may have come when the line breaks or the program ends: it is kept, whole frames of it, and taken up again.

const longestKept = 7 * 86_400_000;
const mostKeptBytes = 2 * 1024 ** 3;
const sealedSize = frameSize + 16;

type PartRow = { sha256: string; file: string; dek: Uint8Array; at: Moment };
/** What has come so far: whole frames, and their sum. */
export type Begun = { file: string; dek: Uint8Array; hash: Hash; frames: number };

/** Removes what lies in the folder of a run before and belongs to no kept part, is too old, or is more than is kept. */
export function clearParts(db: WritableDb, folder: string, now: Moment): void {
  const oldest = new Date(Date.parse(now) - longestKept).toISOString();
  let bytes = 0;
  const kept = new Set<string>();
  for (const { sha256, file, at } of all<PartRow>(db, 'SELECT sha256, file, at FROM blob_part ORDER BY at DESC')) {
    const size = statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0;
    bytes += size;
    if (size > 0 && at >= oldest && bytes <= mostKeptBytes) kept.add(file);
    else run(db, 'DELETE FROM blob_part WHERE sha256 = ?', sha256);
  }
  for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name), { recursive: true });
}

/** Notes where the part of a content lies. After a power cut it is fetched from its beginning. */
export function notePart(db: WritableDb, part: PartRow): void {
  withoutWaitingForDisk(db, () =>
    run(
      db,
      'INSERT OR REPLACE INTO blob_part (sha256, file, dek, at) VALUES (?, ?, ?, ?)',
      part.sha256,
      part.file,
      part.dek,
      part.at,
    ),
  );
}

/** The content is here, or its part is worth nothing. */
export function forgetPart(db: WritableDb, sha256: string): void {
  withoutWaitingForDisk(db, () => run(db, 'DELETE FROM blob_part WHERE sha256 = ?', sha256));
}

/** Parts of contents that nothing here names any more go, with their keys; those being written go when they arrive. */
export async function dropUnusedParts(db: WritableDb, folder: string, busy: ReadonlySet<string>): Promise<void> {
  for (const { sha256, file } of all<PartRow>(db, 'SELECT sha256, file FROM blob_part')) {
    if (busy.has(sha256) || isContentNamed(db, sha256)) continue;
    run(db, 'DELETE FROM blob_part WHERE sha256 = ?', sha256);
    await rm(join(folder, file), { force: true });
  }
}

/** Something here names the content. A store that is closed already cannot say: then the next start looks. */
export function mayKeepPart(db: WritableDb, sha256: string): boolean {
  try {
    return isContentNamed(db, sha256);
  } catch {
    return true;
  }
}

/** The part of a content that has come, cut to whole frames that open with its key; null when there is none. */
export async function takeUpPart(db: WritableDb, folder: string, sha256: string): Promise<Begun | null> {
  const row = first<PartRow>(db, 'SELECT sha256, file, dek, at FROM blob_part WHERE sha256 = ?', sha256);
  if (!row) return null;
  const path = join(folder, row.file);
  const hash = createHash('sha256');
  const frames = await readFrames(path, row.dek, hash).catch(() => 0);
  if (frames > 0) {
    await truncate(path, fileHeader.length + frames * sealedSize);
    return { file: row.file, dek: row.dek, hash, frames };
  }
  forgetPart(db, sha256);
  await rm(path, { force: true });
  return null;
}

/** Counts the whole frames at the beginning of a file and sums them up. */
async function readFrames(path: string, dek: Uint8Array, hash: Hash): Promise<number> {
  await using file = await open(path, 'r');
  const sealed = Buffer.allocUnsafe(sealedSize);
  for (let frames = 0; ; frames += 1) {
    const { bytesRead } = await file.read(sealed, 0, sealedSize, fileHeader.length + frames * sealedSize);
    if (bytesRead < sealedSize) return frames;
    try {
      hash.update(openFrame(dek, frames, false, sealed));
    } catch {
      return frames; // the last frame of a file that was given up, or damage
    }
  }
}

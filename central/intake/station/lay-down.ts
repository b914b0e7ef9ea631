import { constants } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Id } from '../../../core/domain/ids.ts';
import { hexOf } from '../../store/database.ts';
import { systemCode } from '../../../core/domain/system-code.ts';
import { failedFolder, fileIn, returnedFolder } from '../../../intake/folders/folder-files.ts';
import { hashOf } from '../../../intake/folders/resting-files.ts';
import type { Intake } from './intake.ts';

// What failed, or is given back, lies in a folder for people again, with the reason beside it. The journal and the store keep it as well.

type Waiting = {
  id: Id;
  folder: string;
  file_name: string;
  sha256: Buffer;
  reason: string | null;
  put_back: 'failed' | 'returned' | 'takenUp';
  taken_at: Date;
};

/** Lays down what waits for it in these folders. A folder that does not take it is tried again with the next look. */
export async function layDownFiles(intake: Intake, folders: string[]): Promise<void> {
  if (folders.length === 0) return;
  const { rows } = await intake.database.query<Waiting>(
    `select id, folder, file_name, sha256, reason, put_back, taken_at from stack
     where put_back is not null and put_back_at is null and folder = any ($1::text[]) order by taken_at limit 20`,
    [folders],
  );
  for (const stack of rows) {
    try {
      await layDown(intake, stack);
    } catch (error) {
      intake.log.warn({ stackId: stack.id, code: systemCode(error) }, 'a file could not be laid down for people');
      continue;
    }
    await intake.afterStep?.('laidDown');
    // Not where somebody has decided otherwise meanwhile.
    await intake.database.query(
      'update stack set put_back_at = clock_timestamp() where id = $1 and put_back = $2 and put_back_at is null',
      [stack.id, stack.put_back],
    );
  }
}

/** The end of the id: laid down twice, after a break in between, it is one file all the same. */
function placeOf({ id, folder, file_name: fileName }: Waiting, within: string): string {
  const { name, ext } = path.parse(fileName);
  return path.join(folder, within, `${name} (${id.slice(-6)})${ext}`);
}

/** Takes a file out of the folder for failed ones, with its reason; one that people have changed there stays with them. */
async function takeUp(stack: Waiting): Promise<void> {
  const target = placeOf(stack, failedFolder);
  const file = await fileIn(path.dirname(target), Buffer.from(path.basename(target)));
  if (file && (await hashOf(file)) === hexOf(stack.sha256)) await rm(file.path, { force: true });
  await rm(`${target}.txt`, { force: true });
}

async function layDown({ blobs }: Intake, stack: Waiting): Promise<void> {
  if (stack.put_back !== 'failed') await takeUp(stack);
  if (stack.put_back === 'takenUp') return;
  const target = placeOf(stack, stack.put_back === 'failed' ? failedFolder : returnedFolder);
  const folder = path.dirname(target);
  // The folder of the station is not made again: where it is gone, nobody would look there.
  await mkdir(folder).catch((error: unknown) => {
    if (systemCode(error) !== 'EEXIST') throw error;
  });
  await writeWhole(target, blobs.read(hexOf(stack.sha256)));
  const at = stack.taken_at.toLocaleString('de-DE', { timeZone: 'Europe/Berlin' });
  const reason =
    stack.reason ??
    (stack.put_back === 'returned' ? 'Von der Scanstelle zurückgegeben.' : 'Der Grund ist nicht bekannt.');
  await writeWhole(`${target}.txt`, [Buffer.from(`${stack.file_name}\nÜbernommen am ${at}\n${reason}\n`)]);
}

/** Writes beside and renames: nobody finds half a file. */
async function writeWhole(target: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  const beside = `${target}.part`;
  const handle = await open(
    beside,
    constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0),
    0o660,
  );
  try {
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; ) at += (await handle.write(piece, at)).bytesWritten;
    }
    await handle.datasync();
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(beside, target);
}

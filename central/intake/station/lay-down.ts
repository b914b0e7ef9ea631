import { constants } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Id } from '../../../core/domain/ids.ts';
import { hexOf } from '../../store/database.ts';
import { systemCode } from '../../../core/domain/system-code.ts';
import { failedFolder, returnedFolder } from '../../../intake/folders/folder-files.ts';
import type { Intake } from './intake.ts';

// What failed, or is given back, lies in a folder for people again, with the reason beside it. The journal and the store keep it as well.

type Waiting = {
  id: Id;
  folder: string;
  file_name: string;
  sha256: Buffer;
  reason: string | null;
  put_back: 'failed' | 'returned';
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

async function layDown({ blobs }: Intake, stack: Waiting): Promise<void> {
  const folder = path.join(stack.folder, stack.put_back === 'failed' ? failedFolder : returnedFolder);
  // The folder of the station is not made again: where it is gone, nobody would look there.
  await mkdir(folder).catch((error: unknown) => {
    if (systemCode(error) !== 'EEXIST') throw error;
  });
  // The end of the id: laid down twice, after a break in between, it is one file all the same.
  const { name, ext } = path.parse(stack.file_name);
  const target = path.join(folder, `${name} (${stack.id.slice(-6)})${ext}`);
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

import { presentContents } from '../../db/blob-table.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import type { Desk } from '../commands/desk.ts';
import { sendBlob } from './blob-transfer.ts';
import type { Central } from './central.ts';

const days = 30;
const day = 86_400_000;
/** Number of the day whose contents have been compared; kept, so that a restart does not read them again. */
const doneSetting = 'contents.checkedDay';

type Parts = { desk: Desk; central: Central; pause: () => Promise<void> };

/**
 * Compares a thirtieth of the contents on this desk with their SHA-256, once a day; which thirtieth follows from the day and the
 * content's own name. A damaged one is wanted again. Contents only this desk has are left alone: nothing could replace them.
 */
export async function scrubDesk({
  desk,
  pause,
}: Omit<Parts, 'central'>): Promise<{ checked: number; damaged: number }> {
  const { db, blobs } = desk.store;
  const today = Math.floor(Date.parse(desk.now()) / day);
  const found = { checked: 0, damaged: 0 };
  if (readSetting(db, doneSetting) === String(today)) return found;
  for (const sha256 of presentContents(db)) {
    if (Number.parseInt(sha256.slice(0, 8), 16) % days !== today % days) continue;
    await pause();
    if (blobs.info(sha256)?.state !== 'present') continue; // gone meanwhile
    found.checked += 1;
    if (!(await blobs.check(sha256))) found.damaged += 1;
  }
  writeSetting(db, doneSetting, String(today));
  return found;
}

/** Sends contents again that are damaged at the centre, when they are here and whole; gives how many. */
export async function bringBack({ desk, central, pause }: Parts): Promise<number> {
  const { blobs } = desk.store;
  let brought = 0;
  for (const sha256 of await central.wantedBlobs()) {
    if (blobs.info(sha256)?.state !== 'present') continue;
    await pause();
    if (!(await blobs.check(sha256))) continue;
    await sendBlob(central, blobs, sha256);
    brought += 1;
  }
  return brought;
}

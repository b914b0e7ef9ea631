import { statfs } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** PostgreSQL begins a new part of its log (16 MiB) whenever it likes, and ends when it cannot. */
const leastRoom = 24 * 1024 * 1024;
const lookMilliseconds = 1_000;

const hasRoom = async (folder: string): Promise<boolean> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= leastRoom;
};

/** Waits until the disk of a folder has room for PostgreSQL again, or nobody wants it any more; true when it had to wait. */
export async function waitForRoom(
  folder: string,
  isGivenUp: () => boolean,
  onProgress: (message: string) => void,
): Promise<boolean> {
  if (await hasRoom(folder)) return false;
  onProgress(
    'Auf dem Datenträger der Datenbank ist kein Platz mehr. Bitte schaffen Sie Platz; dann geht es von selbst weiter, es geht nichts verloren.',
  );
  while (!isGivenUp() && !(await hasRoom(folder))) await pause(lookMilliseconds);
  if (!isGivenUp()) onProgress('Auf dem Datenträger der Datenbank ist wieder Platz.');
  return true;
}

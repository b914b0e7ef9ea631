import { copyFile, mkdir, readdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Id } from '../../core/domain/ids.ts';
import { failedFolder, isUnfinishedName } from '../../intake/folders/folder-files.ts';
import { documentsOf } from '../../central/intake/station/stack-documents.ts';
import { readStack, type Stack } from '../../central/intake/station/stacks.ts';
import { type EmptyStation, openEmptyStation } from '../support/empty-station.ts';
import type { StackReaderOptions } from '../../intake/station/stack-reader.ts';
import { describeStack, describeUntaken, type IntakeOutcome } from './describe-stack.ts';

/** Longer than the station's own limits let any file take. */
const patience = 20 * 60_000; // milliseconds
const lookEvery = 25; // milliseconds
const unfinished =
  'Die Scanstelle lässt Dateien mit einem solchen Namen liegen: Er steht für eine Datei, die noch geschrieben wird oder dem Betriebssystem gehört.';

/** A watched folder into which files are laid one after the other. */
export type Lane = { take(path: string, file: string): Promise<IntakeOutcome> };
export type StationRun = { lanes: Lane[]; close(): Promise<void> };

/** Starts an empty office with `size` scanners; each lays its next file down when the journal says what became of the one before. */
export async function openStationRun(reader: StackReaderOptions, size: number): Promise<StationRun> {
  const station = await openEmptyStation(reader);
  const lanes = await Promise.all(
    Array.from({ length: size }, async (_, index) => {
      const folder = join(station.scans.folder, `Scanner ${index + 1}`);
      await mkdir(folder, { recursive: true });
      return laneOver(station, folder);
    }),
  );
  return { lanes, close: () => station.close() };
}

function laneOver(station: EmptyStation, folder: string): Lane {
  let last: Id | null = null;
  return {
    async take(path, file) {
      const name = basename(path);
      if (isUnfinishedName(name)) return describeUntaken(file, 'explained', unfinished);
      try {
        await copyFile(path, join(folder, '.kommt'));
        await rename(join(folder, '.kommt'), join(folder, name));
        const from = performance.now();
        const stack = await endOf(station, folder, last);
        const milliseconds = performance.now() - from;
        last = stack.id;
        const laidDownAs = stack.state === 'failed' ? await laidDown(station, folder, stack.id) : null;
        const documents = await documentsOf(station.scans.database, stack.id);
        const kind = station.kinds.get(stack.sha256) ?? null;
        return describeStack(file, { stack, documents, kind, laidDownAs, milliseconds });
      } catch (error) {
        return describeUntaken(file, 'failed', error instanceof Error ? error.message : String(error));
      }
    },
  };
}

/** The stack that came after `last`, as it is when nothing more is done with it. */
async function endOf({ scans }: EmptyStation, folder: string, last: Id | null): Promise<Stack> {
  return until('the journal says nothing about the file', async () => {
    const { rows } = await scans.database.query<{ id: Id }>(
      `select id from stack where folder = $1 and state not in ('waiting', 'inWork')
         and ($2::uuid is null or taken_at > (select taken_at from stack where id = $2)) order by taken_at desc limit 1`,
      [folder, last],
    );
    return rows[0] ? readStack(scans.database, rows[0].id) : null;
  });
}

async function laidDown({ scans }: EmptyStation, folder: string, stackId: Id): Promise<string> {
  return until('the file is not in the folder for broken ones', async () => {
    const { rows } = await scans.database.query('select 1 from stack where id = $1 and put_back_at is not null', [
      stackId,
    ]);
    if (rows.length === 0) return null;
    const names = await readdir(join(folder, failedFolder));
    const mine = names.filter((name) => name.includes(`(${stackId.slice(-6)})`));
    const kept = mine.find((name) => mine.includes(`${name}.txt`));
    return kept ?? null;
  });
}

async function until<Value>(otherwise: string, look: () => Promise<Value | null>): Promise<Value> {
  const end = performance.now() + patience;
  while (performance.now() < end) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((done) => setTimeout(done, lookEvery));
  }
  throw new Error(otherwise);
}

import type { Id } from '../../core/domain/ids.ts';
import { findRunningPostgres } from '../../central/postgres/running.ts';
import { type Database, isPassing, openDatabase } from '../../central/store/database.ts';
import type { CuttingProxy } from '../support/cutting-proxy.ts';
import type { Random } from '../worlds/simulation/random.ts';
import type { CentrePart, CentreProcess } from './centre-process.ts';
import type { DeskProcess } from './desk-process.ts';
import type { House } from './house.ts';
import type { Scanner } from './scanner.ts';

export type Stage = {
  random: Random;
  house: House;
  centre: CentreProcess;
  scanner: Scanner;
  desks: DeskProcess[];
  lines: CuttingProxy[];
  /** Things that people have done so far. */
  countActs: () => number;
  trace: (text: string) => void;
};
export type Victim = 'desk' | CentrePart;

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Milliseconds after which something is killed, or a misfortune given up, although nothing moves. */
const longestWait = 10_000;
/** Milliseconds in which a line that is to break has to carry the bytes until then; else it breaks some time later. */
const lineWait = 2_000;

/** Waits until something is so, or so long that it does not matter any more. */
async function until(isSo: () => boolean, longest: number): Promise<void> {
  const end = Date.now() + longest;
  while (!isSo() && Date.now() < end) await pause(10);
}

/** Kills one thing after people have done some work and smaller misfortunes have happened; gives what it was. */
export async function killOnce(stage: Stage): Promise<Victim> {
  const { random } = stage;
  for (;;) {
    const wanted = stage.countActs() + random.pick([0, 2, 6, 15]);
    await until(() => stage.countActs() >= wanted, longestWait);
    await pause(random.wait(random.pick([5, 50, 400])));
    while (random.chance(0.6)) await mishap(stage);
    const victim = random.weighted<Victim>({ desk: 6, service: 2, postgres: 1, connection: 1, everything: 2 });
    if (victim !== 'desk' && random.chance(0.6)) await untilScanning(stage);
    const isDead = victim === 'desk' ? random.pick(stage.desks).kill() : stage.centre.kill(victim);
    if (!isDead) continue;
    stage.trace(`kill -9 ${victim}`);
    return victim;
  }
}

/** A moment at which a file is being taken over, or read, or delivered: just after one was laid down, or has gone. */
async function untilScanning({ scanner, random }: Stage): Promise<void> {
  const [laid, gone] = [scanner.laid.length, scanner.gone];
  const isLaid = random.chance(0.5);
  await until(() => (isLaid ? scanner.laid.length > laid : scanner.gone > gone), longestWait);
  // A file is taken when it has not changed for some time; what follows is a matter of milliseconds.
  await pause(isLaid ? random.between(150, 700) : random.below(60));
}

type Mishap = 'cut' | 'cutUp' | 'cutDown' | 'refuse' | 'clock' | 'rights';

async function mishap(stage: Stage): Promise<void> {
  const { random, trace } = stage;
  const what = random.weighted<Mishap>({ cut: 2, cutUp: 4, cutDown: 3, refuse: 1, clock: 1, rights: 1 });
  trace(what);
  if (what === 'clock')
    random.pick(stage.desks).setClock(random.pick([-1, 0, 1]) * random.pick([600_000, 31_536_000_000]));
  else if (what === 'rights') await withDatabase(stage.centre, (database) => changeRights(stage, database));
  else await breakLine(stage, what);
}

/** Breaks a line that is in use: one without anything on it cannot be cut. */
async function breakLine({ random, lines }: Stage, how: 'cut' | 'cutUp' | 'cutDown' | 'refuse'): Promise<void> {
  await until(() => lines.some((line) => line.connections > 0), longestWait);
  const inUse = lines.filter((line) => line.connections > 0);
  const line = random.pick(inUse.length > 0 ? inUse : lines);
  if (how === 'cut') line.cutAll();
  else if (how === 'refuse') {
    line.isRefusing = true;
    setTimeout(() => {
      line.isRefusing = false;
    }, random.wait(1_000)).unref();
  } else {
    // Somewhere in a request, a part of a content, an answer.
    const cuts = line.cuts;
    line.cutAfter(how === 'cutUp' ? 'up' : 'down', Math.floor(10 ** (random.next() * 6.8)));
    await until(() => line.cuts > cuts, lineWait);
  }
}

/** Takes the right to one file from a worker, or gives it back. The centre may be away: then nothing has happened. */
async function changeRights({ random, house }: Stage, database: Database): Promise<void> {
  const { workerId } = random.pick(house.workers);
  const denial: [Id, Id] = [house.rented, workerId];
  const { rowCount } = await database.query('delete from scope_deny where scope_id = $1 and worker_id = $2', denial);
  if (rowCount === 0) await database.query('insert into scope_deny (scope_id, worker_id) values ($1, $2)', denial);
}

/** Works on the database of a centre past its service. False when it was not there, or went away meanwhile. */
export async function withDatabase(
  centre: CentreProcess,
  work: (database: Database) => Promise<void>,
): Promise<boolean> {
  const connectionString = await findRunningPostgres(centre.dataFolder);
  if (connectionString === null) return false;
  const database = openDatabase(connectionString, { connections: 2 });
  try {
    await work(database);
    return true;
  } catch (error) {
    if (isPassing(error)) return false;
    throw error;
  } finally {
    await database.end().catch(() => undefined);
  }
}

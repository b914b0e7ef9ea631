import type { Id } from '../../core/domain/ids.ts';
import { findRunningPostgres } from '../../central/postgres/running.ts';
import { type Database, isPassing, openDatabase } from '../../central/store/database.ts';
import type { CuttingProxy } from '../support/cutting-proxy.ts';
import type { Random } from '../worlds/simulation/random.ts';
import type { CentrePart, CentreProcess } from './centre-process.ts';
import type { DeskProcess } from './desk-process.ts';
import type { House } from './house.ts';

export type Stage = {
  random: Random;
  house: House;
  centre: CentreProcess;
  desks: DeskProcess[];
  lines: CuttingProxy[];
  /** Things that people have done so far. */
  countActs: () => number;
  trace: (text: string) => void;
};
export type Victim = 'desk' | CentrePart;

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Milliseconds after which something is killed although nobody could do anything. */
const longestWait = 10_000;

/** Kills one thing after people have done some work and smaller misfortunes have happened; gives what it was. */
export async function killOnce(stage: Stage): Promise<Victim> {
  const { random } = stage;
  for (;;) {
    const wanted = stage.countActs() + random.pick([0, 2, 6, 15]);
    const end = Date.now() + longestWait;
    while (stage.countActs() < wanted && Date.now() < end) await pause(10);
    await pause(random.wait(random.pick([5, 50, 400])));
    while (random.chance(0.5)) await mishap(stage);
    const victim = random.weighted<Victim>({ desk: 6, service: 2, postgres: 1, connection: 1, everything: 2 });
    const isDead = victim === 'desk' ? random.pick(stage.desks).kill() : stage.centre.kill(victim);
    if (!isDead) continue;
    stage.trace(`kill -9 ${victim}`);
    return victim;
  }
}

type Mishap = 'cut' | 'cutUp' | 'cutDown' | 'refuse' | 'clock' | 'rights';

async function mishap(stage: Stage): Promise<void> {
  const { random, trace } = stage;
  const line = random.pick(stage.lines);
  const what = random.weighted<Mishap>({ cut: 2, cutUp: 4, cutDown: 3, refuse: 1, clock: 1, rights: 1 });
  trace(what);
  // Somewhere in a request, a part of a content, an answer.
  const bytes = Math.floor(10 ** (random.next() * 6.8));
  if (what === 'cut') line.cutAll();
  if (what === 'cutUp') line.cutAfter('up', bytes);
  if (what === 'cutDown') line.cutAfter('down', bytes);
  if (what === 'clock')
    random.pick(stage.desks).setClock(random.pick([-1, 0, 1]) * random.pick([600_000, 31_536_000_000]));
  if (what === 'refuse') {
    line.isRefusing = true;
    setTimeout(() => line.mend(), random.wait(1_000)).unref();
  }
  if (what === 'rights') await withDatabase(stage.centre, (database) => changeRights(stage, database));
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

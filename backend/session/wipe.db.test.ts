import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SealedCommand } from '../../core/contract/escrow.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { readEscrow } from '../../db/escrow.ts';
import { storeFolderOf, storeIdOf } from '../../db/keys.ts';
import { logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';
import type { KeyCentral } from '../sync/central.ts';
import { lookForOrders, wipeStore } from './wipe.ts';

let world: DeskWorld;
beforeEach(() => {
  world = new DeskWorld();
});
afterEach(() => world.close());

const order = 'order-of-the-centre';
const aside = '.before-20261101080000000';

/** The folder of a machine with a store in which a note waits, and beside it one put aside, and a key whose writing was cut off. */
async function lostMachine(): Promise<{ dataFolder: string; folder: string; sealed: SealedCommand[] }> {
  const dataFolder = world.temporaryFolder();
  const desk = await startBackendDesk(world, dataFolder);
  await logIn(desk, world.jensen);
  desk.isOnline = false;
  const text = { text: 'Ohne Zentrale geschrieben', isPinned: false, isPhoneCall: false };
  await desk.client.notes.add({ caseFileId: world.caseFileId, documentId: null, ...text });
  await desk.close();
  const folder = storeFolderOf(dataFolder, world.jensen.login);
  cpSync(folder, folder + aside, { recursive: true });
  copyFileSync(join(folder, 'key.json'), join(folder, 'key.json.new'));
  const sealed = readEscrow(folder);
  expect(sealed).toHaveLength(1);
  return { dataFolder, folder, sealed };
}

/** Wipes in a process of its own that is killed with `kill -9` after it has removed so many things; gives what it removed. */
function wipeAndKill(folder: string, after: number): { removed: string[]; isKilled: boolean } {
  const script = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const [folder, after] = process.argv.slice(1);
    let count = 0;
    const remove = fs.rmSync;
    fs.rmSync = (path, options) => {
      if (fs.existsSync(path)) {
        remove(path, options);
        fs.writeSync(1, path + '\\n');
        count += 1;
      }
      if (count >= Number(after)) process.kill(process.pid, 'SIGKILL');
    };
    syncBuiltinESMExports();
    const { wipeStore } = await import(${JSON.stringify(new URL('./wipe.ts', import.meta.url).href)});
    const { AppError } = await import(${JSON.stringify(new URL('../../core/domain/errors.ts', import.meta.url).href)});
    const away = async () => { throw new AppError('offline', 'Nicht erreichbar.'); };
    await wipeStore(folder, ${JSON.stringify(order)}, { wipeOrder: away, wipeEscrow: away, noteWiped: away });`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, folder, String(after)], {
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  return { removed: run.stdout.split('\n').filter(Boolean), isKilled: run.signal === 'SIGKILL' };
}

/** The centre, as far as a wipe asks it, with what it was told. */
function listeningCentre(refuses: (call: string) => boolean = () => false) {
  const calls: string[] = [];
  const brought: SealedCommand[] = [];
  const hear = (call: string) => {
    if (refuses(call)) throw new AppError('offline', 'Nicht erreichbar.');
    calls.push(call);
  };
  const central: Pick<KeyCentral, 'wipeOrder' | 'wipeEscrow' | 'noteWiped'> = {
    wipeOrder: async (_storeId: Id) => ({ order }),
    wipeEscrow: async ({ commands }) => {
      hear('wipeEscrow');
      brought.push(...commands);
      return { kept: commands.length, unreadable: 0 };
    },
    noteWiped: async () => hear('noteWiped'),
  };
  return { central, calls, brought };
}

const keysIn = (dataFolder: string) =>
  readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).filter((path) => basename(path).startsWith('key'));

// S30: the keys go first, those of stores put aside too; broken off, a wipe goes on with the next start and hands over before it reports
test('a wipe that is killed once the keys are gone leaves none behind, and goes on with the next start until it is told', async () => {
  const { dataFolder, folder, sealed } = await lostMachine();
  const keys = keysIn(dataFolder).length;
  expect(keys).toBe(3);
  const { removed, isKilled } = wipeAndKill(folder, keys);
  expect([isKilled, removed.length, keysIn(dataFolder)]).toEqual([true, keys, []]);
  expect(existsSync(join(folder, 'store.db'))).toBe(true);
  expect(readEscrow(folder)).toEqual(sealed);

  const { central, calls, brought } = listeningCentre();
  await lookForOrders(dataFolder, central, (one, given) => wipeStore(one, given, central));
  expect(calls).toEqual(['wipeEscrow', 'wipeEscrow', 'noteWiped']);
  expect(brought).toEqual([...sealed, ...sealed]);
  expect(readdirSync(join(dataFolder, 'stores'))).toEqual([]);
});

// S30: broken off anywhere
test('a wipe that is killed after anything it removes goes on with the next start, and loses nothing that is sealed', async () => {
  const { dataFolder, folder, sealed } = await lostMachine();
  expect(storeIdOf(folder)).not.toBeNull();
  let kills = 0;
  // Each start is killed in its turn, until one comes to the end of what is to be removed.
  while (wipeAndKill(folder, 2).isKilled) {
    kills += 1;
    expect(readEscrow(folder)).toEqual(sealed);
  }
  expect(kills).toBeGreaterThan(2);
  expect(readdirSync(folder).sort()).toEqual(['escrow.json', 'wipe.json']);

  // What is sealed is kept until the centre has it, and nothing is reported before.
  const deaf = listeningCentre((call) => call === 'wipeEscrow');
  await wipeStore(folder, order, deaf.central);
  expect(deaf.calls).toEqual([]);
  expect(readEscrow(folder)).toEqual(sealed);
  const { central, calls } = listeningCentre();
  await lookForOrders(dataFolder, central, (one, given) => wipeStore(one, given, central));
  expect(calls.at(-1)).toBe('noteWiped');
  expect(readdirSync(join(dataFolder, 'stores'))).toEqual([]);
});

import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Desk } from '../../../central/testing/desk.ts';
import { startPart } from '../../e2e/support/parts.ts';
import { NarrowLine } from '../../support/narrow-line.ts';
import { type Figure, ratioOf, timed } from '../figures.ts';
import { openDesk } from './desks.ts';
import { account, type House } from './house.ts';

/** Of a branch office. */
const branchLine = { megabits: 20, delay: 20 };

/** First fetch of a desk in a branch office; floor: its rows as they are, in one plain answer over the same line. */
export async function measureNarrowFetch({ address, folder }: House): Promise<Figure[]> {
  const line = await NarrowLine.open(address, branchLine);
  try {
    let usable = Number.NaN;
    const from = performance.now();
    const desk = await openDesk(line.address, join(folder, 'narrow-fetch'), () => {
      usable = performance.now() - from;
    });
    const taken = performance.now() - from;
    await desk.close();
    const bytes = await bytesOfAll(address);
    const floor = await plainly(join(folder, 'narrow-plain'), bytes);
    const megabytes = (count: number) => `${Math.round(count / 1_000_000)} MB`;
    const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
    return [
      {
        what: `first fetch over ${branchLine.megabits} Mbit/s and ${2 * branchLine.delay} ms there and back, ${megabytes(line.down)}; until lists are whole`,
        ours: `${seconds(taken)}; ${seconds(usable)}`,
        budget: '–',
        beside: `its rows uncompressed (${megabytes(bytes)}) in one plain answer over the same line: ${seconds(floor)}`,
        ratio: ratioOf(taken, floor),
      },
    ];
  } finally {
    await line.close();
  }
}

/** What a first fetch holds, as it is. */
async function bytesOfAll(address: string): Promise<number> {
  const desk = await Desk.login(address, account.login, account.password);
  const scopeIds = (await desk.changes()).manifest?.scopes.map(({ scopeId }) => scopeId) ?? [];
  const headers = { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' };
  const options = { method: 'POST', headers, body: JSON.stringify({ scopeIds }) };
  let bytes = 0;
  for await (const part of (await fetch(`${address}/v1/snapshot`, options)).body ?? []) bytes += part.length;
  return bytes;
}

async function plainly(folder: string, bytes: number): Promise<number> {
  await mkdir(folder);
  await writeFile(join(folder, 'all'), randomBytes(bytes));
  const plain = await startPart('tests/bench/plain-server.ts', [folder]);
  const line = await NarrowLine.open(plain.address, branchLine);
  try {
    return await timed(async () => {
      const response = await fetch(`${line.address}/all`);
      for await (const part of response.body ?? []) void part;
    });
  } finally {
    await line.close();
    await plain.stop();
  }
}

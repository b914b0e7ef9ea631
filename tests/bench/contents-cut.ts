import { createHash, randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { openStore, type Store } from '../../db/store.ts';
import { CutLine } from '../support/cut-line.ts';
import { CuttingProxy, type Direction } from '../support/cutting-proxy.ts';
import { type Figure, median, quantile } from './figures.ts';
import { newId } from './large-desk.ts';

const mebibyte = 1024 * 1024;
const size = 16 * mebibyte;

type Places = { central: string; plain: string; folder: string; account: { login: string; password: string } };

/** What is sent again when a real line breaks at a random byte of a large content; floor: what whole files over plain HTTP send again. */
export async function measureCuts(places: Places, cuts: number): Promise<Figure[]> {
  const store = openStoreIn(join(places.folder, 'cut-desk'));
  const line = await CutLine.open(places.central, places.account);
  const floor = await CuttingProxy.open(places.plain);
  try {
    const parts = { line, floor, store, folder: places.folder };
    return [figureOf('up', await cutUp(parts, cuts)), figureOf('down', await cutDown(parts, cuts))];
  } finally {
    await line.close();
    await floor.close();
    store.close();
  }
}

const openStoreIn = (folder: string): Store =>
  openStore({ folder, key: randomBytes(32), newId, now: () => new Date().toISOString() });

type Parts = { line: CutLine; floor: CuttingProxy; store: Store; folder: string };
type Again = { ours: number[]; floor: number[] };

const someContent = () => {
  const bytes = randomBytes(size);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
};

/** Bytes that passed in a direction while work was done, with a cut somewhere in it or without. */
async function passed(proxy: CuttingProxy, direction: Direction, cut: number | null, work: () => Promise<unknown>) {
  const before = proxy.passed[direction];
  if (cut !== null) proxy.cutAfter(direction, cut);
  await work();
  return proxy.passed[direction] - before;
}

async function cutUp({ line, floor, store }: Parts, cuts: number): Promise<Again> {
  const sendNew = async (cut: number | null) => {
    const { sha256 } = await store.blobs.put(randomBytes(size), 'uploading');
    return passed(line.proxy, 'up', cut, () => line.passing('up', () => line.send(store.blobs, sha256)));
  };
  const putNew = async (cut: number | null) => {
    const { bytes, sha256 } = someContent();
    const put = () =>
      fetch(`${floor.address}/${sha256}`, { method: 'PUT', body: bytes }).then((answer) => answer.text());
    return passed(floor, 'up', cut, () => untilWhole(put));
  };
  return sentAgain(cuts, sendNew, putNew);
}

async function cutDown({ line, floor, store, folder }: Parts, cuts: number): Promise<Again> {
  const { sha256 } = await store.blobs.put(randomBytes(size), 'uploading');
  await line.send(store.blobs, sha256);
  const file = someContent();
  await fetch(`${floor.address}/${file.sha256}`, { method: 'PUT', body: file.bytes }).then((answer) => answer.text());
  let round = 0;
  const fetchNew = async (cut: number | null) => {
    round += 1;
    const empty = openStoreIn(join(folder, `cut-empty-${round}`));
    try {
      return await passed(line.proxy, 'down', cut, () => line.passing('down', () => line.fetch(empty.blobs, sha256)));
    } finally {
      empty.close();
    }
  };
  const getNew = (cut: number | null) =>
    passed(floor, 'down', cut, () =>
      untilWhole(() => fetch(`${floor.address}/${file.sha256}`).then((answer) => answer.arrayBuffer())),
    );
  return sentAgain(cuts, fetchNew, getNew);
}

/** Both are cut at the same random places. */
async function sentAgain(
  cuts: number,
  ours: (cut: number | null) => Promise<number>,
  floor: (cut: number | null) => Promise<number>,
): Promise<Again> {
  const whole = { ours: await ours(null), floor: await floor(null) };
  const again: Again = { ours: [], floor: [] };
  for (let count = 0; count < cuts; count += 1) {
    const cut = randomInt(1, size);
    again.ours.push(Math.max(0, (await ours(cut)) - whole.ours));
    again.floor.push(Math.max(0, (await floor(cut)) - whole.floor));
  }
  for (const list of [again.ours, again.floor]) list.sort((left, right) => left - right);
  return again;
}

/** Plain HTTP knows no other way than from the beginning. */
async function untilWhole(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

const inWords = (bytes: number) =>
  bytes < mebibyte ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / mebibyte).toFixed(1)} MiB`;
const spreadOf = (sorted: number[]) => `p50 ${inWords(median(sorted))}, most ${inWords(quantile(sorted, 1))}`;

function figureOf(direction: Direction, again: Again): Figure {
  const way = direction === 'up' ? 'from the desk' : 'to the desk';
  return {
    what: `sent again of a content of 16 MiB ${way} whose line broke at a random byte (${again.ours.length} cuts)`,
    ours: spreadOf(again.ours),
    budget: '≤ 4 MiB',
    beside: `plain HTTP, the whole file again: ${spreadOf(again.floor)}`,
    ratio: `${((median(again.ours) / median(again.floor)) * 100).toFixed(1)} %`,
  };
}

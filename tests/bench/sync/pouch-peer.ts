import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startPart } from '../../e2e/support/parts.ts';
import { type Figure, ratioOf, timed } from '../figures.ts';
import { loadPouch } from './pouch.ts';
import { pouchFolder, pouchVersion } from './pouch-folder.ts';

/** PouchDB's own numbers are 100 and 10; larger batches suit a fast line, so it gets what it does best with. */
const replication = { batch_size: 1_000, batches_limit: 10 };

/**
 * Our rate beside PouchDB's replication of records of the same shape over loopback, into LevelDB, without encryption, rights or an index.
 * Fewer of them, since it is the rate that counts. Without the peer the line says so.
 */
export async function besidePouch(folder: string, ours: { records: number; rate: number }, documents: number) {
  const figure = (beside: string, ratio: string): Figure => ({
    what: `the same first fetch beside PouchDB ${pouchVersion}, which neither encrypts nor asks for rights`,
    ours: `${inWords(ours.rate)} rows/s of ${ours.records.toLocaleString('en')}`,
    budget: '–',
    beside,
    ratio,
  });
  try {
    const rate = await replicate(await pouchFolder(), folder, documents);
    const of = `of ${documents.toLocaleString('en')}`;
    return figure(`replication from express-pouchdb: ${inWords(rate)} rows/s ${of}`, ratioOf(ours.rate, rate));
  } catch (error) {
    console.error(`\n  !!! NOT MEASURED: the peer PouchDB could not be had or run: ${String(error)}\n`);
    return figure('not measured: the peer could not be had or run', '–');
  }
}

const inWords = (rate: number) => Math.round(rate).toLocaleString('en');

async function replicate(packages: string, folder: string, documents: number): Promise<number> {
  const there = join(folder, 'pouch-centre');
  const server = await startPart('tests/bench/pouch-server.ts', [packages, there, String(documents)]);
  try {
    const { Pouch } = loadPouch(packages);
    await mkdir(join(folder, 'pouch-desk'), { recursive: true });
    const desk = new Pouch(join(folder, 'pouch-desk', 'office'));
    let written = 0;
    const taken = await timed(async () => {
      written = (await desk.replicate.from(`${server.address}/office`, replication)).docs_written;
    });
    await desk.close();
    if (written !== documents) throw new Error(`PouchDB wrote ${written} of ${documents} documents`);
    return (documents / taken) * 1000;
  } finally {
    await server.stop();
  }
}

import Database from 'better-sqlite3-multiple-ciphers';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { heapFlags } from '../../build/heap-flags.mjs';
import { foldedWords } from '../../core/domain/folding.ts';
import { type Figure, median, milliseconds, quantile, ratioOf, spread, timed, times } from './figures.ts';
import { openLargeDesk, writeLargeStore } from './large-desk.ts';

const words = [
  'miete',
  'heizkosten',
  'bewilligung',
  'nachzahlung vermieter',
  'einkommen',
  'petersen',
  'bescheid vom',
  'konto',
  'antr',
  'widersp',
];

/** Desk start, list of a file, search and memory over a cache of 30,000 documents and 150,000 pages. */
export async function measureReadSide(isQuick: boolean): Promise<Figure[]> {
  const caseFiles = isQuick ? 30 : 300;
  const large = await writeLargeStore({ caseFiles, documents: 100, pages: 5, letters: 40 });
  const documents = caseFiles * 100;
  try {
    const figures: Figure[] = [await measureStart(large.folder, documents)];
    const desk = await openLargeDesk(large.folder);
    const caseFileId = large.office.caseFileIds[0];
    if (!caseFileId) throw new Error('no case file');
    const searches: number[] = [];
    for (const text of words) {
      for (let length = 3; length <= text.length; length += 1) {
        searches.push(
          await timed(() => desk.client.search.query({ text: text.slice(0, length), caseFileId: null, limit: 30 })),
        );
      }
    }
    searches.sort((left, right) => left - right);
    const floor = plainSearch(documents);
    figures.push({
      what: `full text over ${documents.toLocaleString('en')} documents / ${(documents * 5).toLocaleString('en')} pages, each letter typed`,
      ours: spread(searches),
      budget: 'p95 < 50 ms',
      beside: `bare FTS5, unencrypted, same number of pages: ${spread(floor)}`,
      ratio: ratioOf(quantile(searches, 0.95), quantile(floor, 0.95)),
    });
    await desk.close();
    figures.push(await measureLongFile());
    return figures;
  } finally {
    await large.remove();
  }
}

/** Start of the desk's process up to a usable Postkorb, with its memory; floor: an empty Node that prints a line. */
async function measureStart(folder: string, documents: number): Promise<Figure> {
  const runs: { seconds: number; memory: number }[] = [];
  for (let round = 0; round < 3; round += 1) runs.push(await startOnce('tests/bench/start-entry.ts', [folder]));
  const empty: number[] = [];
  for (let round = 0; round < 3; round += 1) empty.push((await startOnce('tests/bench/empty-entry.ts', [])).seconds);
  const ours = median(runs.map((run) => run.seconds).sort((a, b) => a - b));
  const floor = median(empty.sort((a, b) => a - b));
  const memory = Math.max(...runs.map((run) => run.memory));
  return {
    what: `desk start to usable, cache of ${documents.toLocaleString('en')} documents (backend process, log-in included); its memory`,
    ours: `${ours.toFixed(2)} s; ${memory} MB`,
    budget: '< 2 s; < 400 MB',
    beside: `an empty Node process: ${floor.toFixed(2)} s`,
    ratio: ratioOf(ours, floor),
  };
}

async function startOnce(entry: string, words_: string[]): Promise<{ seconds: number; memory: number }> {
  const from = performance.now();
  const child = spawn(
    process.execPath,
    [...heapFlags, '--experimental-strip-types', '--disable-warning=ExperimentalWarning', entry, ...words_],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const seconds = (performance.now() - from) / 1000;
  await once(child, 'close');
  return { seconds, memory: Number(/memory (\d+)/.exec(line)?.[1] ?? 0) };
}

/** The same number of pages in a bare, unencrypted FTS5 table, asked with the same prefixes. */
function plainSearch(documents: number): number[] {
  const db = new Database(':memory:');
  db.exec("create virtual table f using fts5(text, tokenize='unicode61 remove_diacritics 2', prefix='2 3')");
  const insert = db.prepare('insert into f(text) values (?)');
  const vocabulary = words.flatMap((text) => foldedWords(text));
  const filler = Array.from({ length: 4000 }, (_, index) => `wort${index.toString(36)}`);
  db.transaction(() => {
    for (let page = 0; page < documents * 5; page += 1) {
      const text = Array.from({ length: 60 }, (_, index) => filler[(page * 31 + index * 7919) % filler.length]);
      if (page % 9 === 0) text.push(vocabulary[page % vocabulary.length] ?? '');
      insert.run(text.join(' '));
    }
  })();
  const query = db.prepare('select rowid from f where f match ? order by rank limit 30');
  const all: number[] = [];
  for (const text of words) {
    for (let length = 3; length <= text.length; length += 1) {
      const match = foldedWords(text.slice(0, length))
        .map((word) => `"${word}"*`)
        .join(' ');
      const from = performance.now();
      query.all(match);
      all.push(performance.now() - from);
    }
  }
  db.close();
  return all.sort((left, right) => left - right);
}

/** The list of one file with 2,000 documents; floor: reading and building 2,000 plain rows from SQLite. */
async function measureLongFile(): Promise<Figure> {
  const long = await writeLargeStore({ caseFiles: 1, documents: 2000, pages: 1, letters: 1 });
  const desk = await openLargeDesk(long.folder);
  const caseFileId = long.office.caseFileIds[0];
  if (!caseFileId) throw new Error('no case file');
  const input = { caseFileId, registerId: null, keywordId: null, filter: null, showRetracted: false };
  const ours = await times(20, () => desk.client.documents.list(input));
  const db = new Database(':memory:');
  db.exec('create table d(id integer primary key, a text, b text, c text, e text, f int, g int)');
  const insert = db.prepare('insert into d(a,b,c,e,f,g) values (?,?,?,?,?,?)');
  for (let row = 0; row < 2000; row += 1) insert.run(`Titel ${row}`, '2026-01-01', 'Absender', 'incoming', row, row);
  const all = db.prepare('select * from d order by b desc, id desc');
  const floor = await times(20, () => structuredClone(all.all()));
  await desk.close();
  await long.remove();
  return {
    what: 'list of a case file with 2,000 documents, through the contract',
    ours: spread(ours),
    budget: '< 100 ms',
    beside: `2,000 bare rows from SQLite, copied once: ${milliseconds(median(floor))}`,
    ratio: ratioOf(median(ours), median(floor)),
  };
}

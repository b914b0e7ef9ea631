import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../central/postgres/embedded.ts';
import { documentLines, makeMachine, nameTeamAndInboxes, type TestMachine } from '../../central/testing/machines.ts';
import { caseFileBody, type Office, openOffice } from '../../central/testing/office.ts';
import { type Hits, queryOf } from '../../central/automation/search.ts';
import { inTransaction } from '../../central/store/database.ts';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { germanText, numbersFrom } from '../../db/queries/test-support/generated-text.ts';
import { type Figure, milliseconds, quantile, ratioOf, spread, timed } from './figures.ts';
import { newId } from './large-desk.ts';

const pagesOfDocument = 5;
const documentsOfFile = 100;
const rounds = 5;
/** From words nearly every page bears to words hardly one does; two together; one that is only begun; one of none. */
const questions = ['und', 'miete', 'kosten bescheid', 'wid', 'kündigung vermögen', 'sondermerkmal', 'gibtesnicht'];

/** The search of programs over many documents, with and without the right to all of them, beside the bare question to PostgreSQL. */
export async function measureAutomation(isQuick: boolean): Promise<Figure[]> {
  const caseFiles = isQuick ? 30 : 300;
  const folder = await mkdtemp(join(tmpdir(), 'automation-bench-'));
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'data') });
  const office = await openOffice(postgres.connectionString);
  try {
    await nameTeamAndInboxes(office);
    const few = newId(); // a team that keeps one file in thirty
    await office.import([
      {
        ...{ line: 'record', kind: 'team', id: few, scopeId: houseScopeId },
        body: { name: 'Team Süd', branchOfficeId: newId(), inboxId: null },
      },
    ]);
    const all = await makeMachine(office, { rights: ['search'] });
    await fill(office, caseFiles, few);
    const some = await makeMachine(office, { rights: ['search'], teamIds: [few], inboxIds: [] });
    await untilRead(office);
    await office.central.database.query('vacuum analyze search_page');
    const documents = (caseFiles * documentsOfFile).toLocaleString('en');
    const pages = (caseFiles * documentsOfFile * pagesOfDocument).toLocaleString('en');
    const floor = await bareQuestions(office);
    const figure = async (machine: TestMachine, whose: string): Promise<Figure> => {
      const took = await searches(machine);
      return {
        what: `search of a program over ${documents} documents / ${pages} pages, ${whose}, from words of every page to words of one`,
        ours: `${spread(took)}, longest ${milliseconds(took.at(-1) ?? Number.NaN)}`,
        budget: 'p95 < 200 ms',
        beside: `PostgreSQL looking up all pages with those words: ${spread(floor)}`,
        ratio: ratioOf(quantile(took, 0.95), quantile(floor, 0.95)),
      };
    };
    return [await figure(all, 'all of them allowed'), await figure(some, 'one file in thirty allowed')];
  } finally {
    await office[Symbol.asyncDispose]();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(office: Office, caseFiles: number, few: Id): Promise<void> {
  const random = numbersFrom(1);
  for (let number = 0; number < caseFiles; number += 1) {
    const caseFileId = newId();
    const teams = number % 30 === 7 ? [office.teamId, few] : [office.teamId];
    await office.import([
      {
        ...{ line: 'scope', scopeId: caseFileId, kind: 'c' },
        grants: teams.map((principalId) => ({ principalId, level: 'read' as const })),
      },
      {
        ...{ line: 'record', kind: 'caseFile', id: caseFileId, scopeId: caseFileId },
        body: caseFileBody(`31402BG${String(number + 1).padStart(7, '0')}`, office.ids.anna),
      },
      ...Array.from({ length: documentsOfFile }, (_, index) => {
        const pages = Array.from({ length: pagesOfDocument }, () => germanText(random, 250));
        if (number === 7 && index === 50) pages[2] = `${pages[2]} Sondermerkmal`;
        return documentLines({ caseFileId, title: germanText(random, 3), pages }).lines;
      }).flat(),
    ]);
  }
}

/** Waits until the words of all documents are kept. */
async function untilRead({ central }: Office): Promise<void> {
  for (;;) {
    const { rows } = await central.database.query(
      `select 1 from scope left join search_scope read on read.scope_id = scope.id
       where scope.kind = 'c' and scope.head > coalesce(read.ver, 0) limit 1`,
    );
    if (rows.length === 0) return;
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** Each question several times, each with its second page of answers where there is one. */
async function searches(machine: TestMachine): Promise<number[]> {
  const ask = async (text: string, cursor = '') => {
    const { status, body } = await machine.call<Hits>('GET', `/search?text=${encodeURIComponent(text)}${cursor}`);
    if (status !== 200) throw new Error(`search: ${status}`);
    return body;
  };
  const took: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    for (const text of questions) {
      let next: string | null = null;
      const times = [await timed(async () => ({ nextCursor: next } = await ask(text)))];
      if (next) times.push(await timed(() => ask(text, `&cursor=${next}`)));
      if (round >= 0) took.push(...times); // the first round warms up
    }
  }
  return took.sort((left, right) => left - right);
}

/** How long PostgreSQL takes to look the pages up in its index: no rights, no order, nothing read but how many there are. */
async function bareQuestions({ central }: Office): Promise<number[]> {
  const took: number[] = [];
  await inTransaction(central.database, 'snapshot', async (connection) => {
    await connection.query('set local enable_seqscan = off'); // left alone it reads the words of all pages for a common word
    for (let round = -1; round < rounds; round += 1) {
      for (const text of questions) {
        const sql = 'select count(*) from search_page where words @@ $1::tsquery';
        const one = await timed(() => connection.query(sql, [queryOf(text)]));
        if (round >= 0) took.push(one);
      }
    }
  });
  return took.sort((left, right) => left - right);
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Id } from '../../core/domain/ids.ts';
import { Desk } from '../../central/testing/desk.ts';
import { type Database, hexOf } from '../../central/store/database.ts';
import { failedFolder } from '../../intake/folders/folder-files.ts';
import type { Findings } from './findings.ts';
import type { House } from './house.ts';
import { hashOf, type Scanner } from './scanner.ts';

// What became of the files a scanner laid down.

type StackRow = { id: Id; fileName: string; sha256: string; state: string; taken: number };

async function readStacks(database: Database): Promise<StackRow[]> {
  const { rows } = await database.query<Omit<StackRow, 'sha256' | 'taken'> & { sha256: Buffer; taken: string }>(
    `select id, file_name as "fileName", sha256, state,
       (select count(*) from journal where action = 'stack.taken' and target_id = stack.id) as taken from stack`,
  );
  return rows.map((row) => ({ ...row, sha256: hexOf(row.sha256), taken: Number(row.taken) }));
}

/** Null when everything laid down is taken, read and delivered, and what failed lies with its reason; else what is still to be done. */
export async function whatIsUnderway(database: Database, scanner: Scanner): Promise<string | null> {
  await scanner.look();
  const { rows } = await database.query<{ state: string; count: string }>(
    `select case when put_back is not null and put_back_at is null then 'to be laid down' else state end as state, count(*) as count
     from stack where state in ('waiting', 'inWork') or (put_back is not null and put_back_at is null) group by 1`,
  );
  const open = rows.map(({ state, count }) => `${count} stacks ${state}`);
  const lying = scanner.waiting > 0 ? [`${scanner.waiting} files lying`] : [];
  return [...lying, ...open].join(', ') || null;
}

/**
 * Somebody at the scan station asks for stacks to be read anew whose work was broken off so often that they were set aside; gives how
 * many there were.
 */
export async function retryBrokenOff(database: Database, address: string, { scanStation }: House): Promise<number> {
  const { rows } = await database.query<{ id: Id }>(
    `select id from stack where state = 'failed' and reason like 'Die Verarbeitung wurde mehrmals abgebrochen.%'`,
  );
  if (rows.length === 0) return 0;
  const station = await Desk.login(address, scanStation.login, scanStation.password);
  for (const { id } of rows) await station.call('POST', `/v1/station/stacks/${id}/retry`);
  return rows.length;
}

/** Each file is a stack once for each time it was laid down, its bytes are kept, and its letters are in the Postkorb as often. */
export async function checkScans(
  database: Database,
  { scanner, inboxId }: { scanner: Scanner; inboxId: Id },
  found: Findings,
): Promise<void> {
  const stacks = await readStacks(database);
  const { laid, parts } = scanner;
  const keyOf = (name: string, sha256: string) => `${name} (${sha256.slice(0, 8)})`;
  compare(
    countOf(laid.map(({ name, sha256 }) => keyOf(name, sha256))),
    countOf(stacks.map(({ fileName, sha256 }) => keyOf(fileName, sha256))),
    (name, { kind, text }) => found.add(kind, `file ${name} was laid ${text}`),
  );
  compare(
    countOf(laid.flatMap(({ letters }) => letters)),
    countOf(await lettersIn(database, inboxId)),
    (name, { kind, text }) => found.add(kind, `letter ${name} was laid ${text}`),
  );
  for (const { fileName, taken } of stacks) {
    if (taken !== 1) found.add('diverged', `the journal says ${taken} times that ${fileName} was taken`);
  }
  for (const sha256 of new Set(laid.map((file) => file.sha256))) {
    if ((await hashOf(parts.fileOf(sha256))) !== sha256) found.add('lost', `original ${sha256} cannot be read`);
  }
  await checkFailed(stacks, scanner, found);
}

async function checkFailed(stacks: StackRow[], { laid, parts }: Scanner, found: Findings): Promise<void> {
  const brokenOnes = new Set(laid.flatMap(({ isBroken, sha256 }) => (isBroken ? [sha256] : [])));
  for (const { fileName, sha256, state } of stacks) {
    if (brokenOnes.has(sha256) !== (state === 'failed')) found.add('diverged', `${fileName} is ${state}`);
  }
  const folder = path.join(parts.folder, failedFolder);
  const names = await readdir(folder).catch(() => []);
  const hashes = await Promise.all(
    names.filter((name) => name.endsWith('.pdf')).map((name) => hashOf(path.join(folder, name))),
  );
  compare(countOf([...brokenOnes]), countOf(hashes.map(String)), (sha256, { kind, text }) => {
    found.add(kind, `broken file ${sha256} was laid ${text}, in the folder for such`);
  });
}

/** What stands on the first pages of letters of scans in a Postkorb. */
async function lettersIn(database: Database, inboxId: Id): Promise<string[]> {
  const { rows } = await database.query<{ text: string }>(
    `select page.body ->> 'text' as text from record item
     join record page on page.scope_id = item.scope_id and page.kind = 'page' and not page.deleted
       and page.parent_id = (item.body ->> 'versionId')::uuid and page.body ->> 'number' = '1'
     where item.kind = 'inboxItem' and not item.deleted and item.scope_id = $1`,
    [inboxId],
  );
  return rows.map(({ text }) => /schrift-\S+/.exec(text)?.[0] ?? `unknown: ${text.slice(0, 40)}`);
}

const countOf = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

type Counts = { kind: 'lost' | 'doubled'; text: string };

function compare(
  laid: Map<string, number>,
  there: Map<string, number>,
  tell: (name: string, counts: Counts) => void,
): void {
  for (const name of new Set([...laid.keys(), ...there.keys()])) {
    const [wanted, got] = [laid.get(name) ?? 0, there.get(name) ?? 0];
    if (wanted === got) continue;
    tell(name, { kind: got < wanted ? 'lost' : 'doubled', text: `${wanted} times and is there ${got} times` });
  }
}

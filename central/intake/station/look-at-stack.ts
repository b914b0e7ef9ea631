import type { Id } from '../../../core/domain/ids.ts';
import type { Content } from '../../store/contents.ts';
import { bytesOf, inTransaction, type Queryable } from '../../store/database.ts';
import { journalInHouse } from '../../store/house-journal.ts';
import { ActRefusedError, noStack } from './acts.ts';
import type { Intake } from './intake.ts';
import { readStack, type Stack } from './stacks.ts';

// The file as it came, for the people of the scan station who decide what becomes of it. Who looked stands in the journal.

/** Whoever looks through a stack asks for its pages one by one: that is one look, and one line in the journal. */
const oneLook = 3_600_000; // milliseconds
const mostRemembered = 10_000;
const largestDrawn = 512 * 1024 * 1024;
const looks = new WeakMap<Intake, Map<string, number>>();

/** A page of the file as it came, as a JPEG, upright as it was read or turned as wished. Throws ActRefusedError with the reason when there is no picture of it. */
export async function drawStackPage(
  intake: Intake,
  actorId: Id,
  { stackId, page, turned: wished }: { stackId: Id; page: number; turned?: number | undefined },
): Promise<Uint8Array> {
  const stack = await stackOf(intake.database, stackId);
  if (stack.size === 0 || stack.size > largestDrawn || (stack.pageCount !== null && page > stack.pageCount)) {
    throw noPicture();
  }
  await noteLook(intake, actorId, stackId);
  const turned = wished ?? stack.findings?.find((finding) => finding.page === page)?.turned ?? null;
  const { sha256, fileName } = stack;
  const bytes = () => readAll(intake, sha256);
  const drawn = await intake.reader().drawPage({ key: sha256, fileName, bytes, page, turned });
  if ('explanation' in drawn) throw noPicture();
  return drawn.jpeg;
}

const noPicture = () =>
  new ActRefusedError('Von dieser Seite gibt es kein Bild. Die Datei können Sie unverändert speichern.');

/** The file as it came, to be saved; `isWhole`: all of it, or its beginning. */
export async function openOriginal(
  intake: Intake,
  actorId: Id,
  { stackId, isWhole }: { stackId: Id; isWhole: boolean },
): Promise<Content> {
  const stack = await stackOf(intake.database, stackId);
  const { rows } = await intake.database.query<{ checked_at: Date | null }>(
    'select checked_at from blob where sha256 = $1',
    [bytesOf(stack.sha256)],
  );
  if (isWhole) await journalLook(intake, actorId, stackId, 'stack.saved');
  return { sha256: stack.sha256, size: stack.size, checkedAt: rows[0]?.checked_at ?? null };
}

async function stackOf(database: Queryable, stackId: Id): Promise<Stack> {
  const stack = await readStack(database, stackId);
  if (!stack) throw noStack();
  return stack;
}

async function noteLook(intake: Intake, actorId: Id, stackId: Id): Promise<void> {
  const known = looks.get(intake) ?? new Map<string, number>();
  looks.set(intake, known);
  const key = `${actorId}/${stackId}`;
  if (Date.now() - (known.get(key) ?? 0) < oneLook) return;
  await journalLook(intake, actorId, stackId, 'stack.opened');
  if (known.size >= mostRemembered) known.clear();
  known.set(key, Date.now());
}

async function journalLook(intake: Intake, actorId: Id, stackId: Id, action: string): Promise<void> {
  await inTransaction(intake.database, 'write', (connection) =>
    journalInHouse(connection, actorId, { action, targetKind: 'stack', targetId: stackId, reason: null }, { stackId }),
  );
}

async function readAll({ blobs }: Intake, sha256: string): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of blobs.read(sha256)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

import type { InspectionPool } from '../../../intake/content/inspection-pool.ts';
import type { StackReader, StackReading } from '../../../intake/station/stack-reading.ts';
import { inTransaction } from '../../store/database.ts';
import { checkContent } from '../../store/contents.ts';
import { deliverDocuments } from './deliver.ts';
import { houseInWords, isTroubleOfHouse } from './folder-words.ts';
import type { Intake } from './intake.ts';
import { makeMailDocuments } from './mail-documents.ts';
import { makeDocuments } from './make-documents.ts';
import { saveDocuments, type StackDocument } from './stack-documents.ts';
import {
  type Claim,
  finishStack,
  holdClaim,
  mostAttempts,
  type Outcome,
  releaseClaim,
  renewClaim,
  type Stack,
} from './stacks.ts';

/** Largest file whose pages are read; larger ones are kept and told. */
const largestRead = 1024 * 1024 * 1024;
const retryAfter = 30_000; // milliseconds, after trouble that is not the file's

export type WorkTools = { reader: StackReader; inspection: InspectionPool; leaseMilliseconds: number };

/** The service is ending, or another one has taken the stack over. */
class ClaimLostError extends Error {}

const claimOf = ({ serviceId }: Intake, { id, round, claimNumber }: Stack): Claim => ({
  ...{ stackId: id, serviceId, round, claimNumber },
});

/** Reads a claimed stack and delivers what it became. Never throws: what goes wrong is noted with the stack. */
export async function workOn(intake: Intake, tools: WorkTools, stack: Stack, ending: AbortSignal): Promise<void> {
  const claim = { ...claimOf(intake, stack), leaseMilliseconds: tools.leaseMilliseconds };
  const lost = new AbortController();
  const progress = { done: 0, total: stack.pageCount };
  const heartbeat = setInterval(
    () => {
      renewClaim(intake.database, claim, progress).then(
        (isOurs) => isOurs || lost.abort(new ClaimLostError('another service works on it')),
        () => undefined, // it runs out by itself where the database stays away
      );
    },
    Math.min(1_000, tools.leaseMilliseconds / 3),
  );
  const signal = AbortSignal.any([ending, lost.signal]);
  try {
    const outcome = await readAndDeliver(intake, tools, stack, { signal, progress });
    intake.log.info({ stackId: stack.id, pages: outcome.pageCount, state: outcome.state }, 'a stack was worked on');
  } catch (error) {
    await noteTrouble(intake, stack, error, signal).catch(() => undefined); // the lease runs out by itself
  } finally {
    clearInterval(heartbeat);
  }
}

type Working = { signal: AbortSignal; progress: { done: number; total: number | null } };

async function readAndDeliver(intake: Intake, tools: WorkTools, stack: Stack, working: Working): Promise<Outcome> {
  await intake.afterStep?.('claimed');
  const problem = await problemOfContent(intake, stack);
  if (problem) return end(intake, stack, [], { state: 'failed', reason: problem, pageCount: null, findings: null });
  const bytes = await bytesOfStack(intake, stack);
  const reading = await readPages(intake, tools, { stack, bytes }, working);
  await intake.afterStep?.('read');
  const isMail = reading.report.kind === 'mail' && reading.documents.length > 0;
  const documents = isMail
    ? await makeMailDocuments(intake, { ...tools, signal: working.signal }, stack, bytes)
    : await makeDocuments(intake, stack, reading);
  await intake.afterStep?.('resultsKept');
  working.signal.throwIfAborted();
  // Of a mail the number of its documents is told: its text has no pages.
  const outcome = outcomeOf(reading);
  return end(intake, stack, documents, isMail ? { ...outcome, pageCount: documents.length, findings: null } : outcome);
}

async function bytesOfStack(intake: Intake, stack: Stack): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of intake.blobs.read(stack.sha256)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

async function problemOfContent(intake: Intake, stack: Stack): Promise<string | null> {
  const { database, blobs, log } = intake;
  if (stack.size === 0) return 'Die Datei ist leer.';
  if (stack.size > largestRead)
    return 'Die Datei ist größer als 1 GB. Bitte scannen Sie den Stapel in mehreren Teilen.';
  const missing =
    'Der Inhalt der Datei ist im Speicher der Zentrale beschädigt. Bitte scannen Sie den Stapel noch einmal.';
  if ((await blobs.size(stack.sha256)) !== stack.size) return missing;
  const content = { sha256: stack.sha256, size: stack.size, checkedAt: null };
  return (await checkContent({ database, blobs, log }, content)) ? null : missing;
}

async function readPages(
  intake: Intake,
  tools: WorkTools,
  { stack, bytes }: { stack: Stack; bytes: Buffer },
  working: Working,
): Promise<StackReading> {
  const { rows } = await intake.database.query<{ is_urgent: boolean }>('select is_urgent from stack where id = $1', [
    stack.id,
  ]);
  return tools.reader.readStack(bytes, stack.fileName, {
    priority: rows[0]?.is_urgent ? 'waitedFor' : 'ordinary',
    signal: working.signal,
    isPrintRun: stack.source === 'fachverfahren',
    onProgress: (done, total) => {
      working.progress.done = done;
      working.progress.total = total;
    },
  });
}

const onlyBlank = 'Die Datei enthält nur leere Seiten, Deckblätter oder Trennblätter. Es wurde nichts zugestellt.';

/** What is to be said of a stack by what was read; deliveries may add to it. */
function outcomeOf({ report, documents, pageCount, pages }: StackReading): Outcome {
  const facts = { pageCount, findings: pages };
  if (documents.length > 0) return { state: 'done', reason: null, ...facts };
  if (report.explanation) return { state: 'failed', reason: report.explanation.message, ...facts };
  if (report.kind !== 'pdf' && report.kind !== 'tiff' && report.kind !== 'image') {
    return {
      state: 'failed',
      reason: 'Diese Art von Datei nimmt die Scanstelle nicht an: nur PDF, TIFF, JPEG, PNG und E-Mails (.eml, .msg).',
      ...facts,
    };
  }
  return { state: 'needsLook', reason: onlyBlank, ...facts };
}

/** Delivers and says so of the stack in one transaction: both, or nothing of both. */
async function end(intake: Intake, stack: Stack, documents: StackDocument[], outcome: Outcome): Promise<Outcome> {
  const ended = await inTransaction(intake.database, 'write', async (connection, atCommit) => {
    // Statements of a transaction travel together: the claim must be known before anything is written.
    if (!(await holdClaim(connection, claimOf(intake, stack)))) {
      throw new ClaimLostError('another service works on it');
    }
    const delivered = await deliverDocuments({ connection, atCommit }, stack.id, heldBack(stack, documents));
    await saveDocuments(connection, delivered.documents);
    const final = withFileNote(withLook(outcome, delivered.documents), stack);
    await finishStack(connection, stack.id, final);
    return { final, news: delivered.news };
  });
  await intake.afterStep?.('delivered');
  intake.announce(ended.news);
  return ended.final;
}

/** The stack needs a look when one of its documents does. */
export function withLook(outcome: Outcome, documents: StackDocument[]): Outcome {
  if (outcome.state !== 'done') return outcome;
  const held = documents.filter(({ state }) => state === 'needsLook');
  const doubtful = documents.flatMap(({ concerns }) => concerns);
  if (held.length === 0 && doubtful.length === 0) return outcome;
  const reason = held[0]?.reason ?? doubtful[0] ?? null;
  return { ...outcome, state: 'needsLook', reason };
}

/** Of a file that grew after letters of it were delivered nothing is delivered unseen. */
function heldBack(stack: Stack, documents: StackDocument[]): StackDocument[] {
  if (!stack.grownFrom) return documents;
  return documents.map((document) => ({ ...document, filing: null, inboxId: null, reason: stack.fileNote }));
}

/** What is told of the file stands with the stack; one without its end wants a look. */
function withFileNote(outcome: Outcome, { fileNote, lacksEnd }: Stack): Outcome {
  if (!fileNote || outcome.reason === fileNote) return outcome;
  const state = outcome.state === 'done' && lacksEnd ? 'needsLook' : outcome.state;
  return { ...outcome, state, reason: [outcome.reason, fileNote].filter(Boolean).join(' ') };
}

async function noteTrouble(intake: Intake, stack: Stack, error: unknown, signal: AbortSignal): Promise<void> {
  const { database, log } = intake;
  const claim = claimOf(intake, stack);
  if (error instanceof ClaimLostError || signal.reason instanceof ClaimLostError) return;
  if (signal.aborted) return releaseClaim(database, claim, { laterBy: 0, isCounted: false, reason: null });
  const isPassing = isTroubleOfHouse(error);
  const name = error instanceof Error ? error.name : 'unknown';
  log[isPassing ? 'warn' : 'error']({ stackId: stack.id, name, at: placeOf(error) }, 'a stack could not be worked on');
  if (isPassing) {
    return releaseClaim(database, claim, { laterBy: retryAfter, isCounted: false, reason: houseInWords(error) });
  }
  if (stack.attempts < mostAttempts) {
    const laterBy = Math.min(60_000, 1_000 * 2 ** stack.attempts);
    return releaseClaim(database, claim, { laterBy, isCounted: true, reason: null });
  }
  const reason =
    'Die Datei lässt sich nicht verarbeiten. Sie ist aufbewahrt; bitte scannen Sie den Stapel noch einmal.';
  await end(intake, stack, [], { state: 'failed', reason, pageCount: null, findings: null });
}

/** Where in our own code it arose: file and line, no words. */
const placeOf = (error: unknown): string =>
  (error instanceof Error && /(central|intake)\/[\w./-]+:\d+/.exec(error.stack ?? '')?.[0]) || '';

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { momentOf } from '../../../core/domain/moments.ts';
import { fachverfahrenWorkerId, intakeWorkerId } from '../../../core/domain/standing-ids.ts';
import { documentFacts, type StackOrigin, textsOfDocument } from '../../../intake/station/document-facts.ts';
import type { ReadDocument, StackReading } from '../../../intake/station/stack-reading.ts';
import { recordWhole, takeWhole } from '../../store/uploads.ts';
import type { Intake } from './intake.ts';
import { routeLetter } from './route-letter.ts';
import { type RoutedNotice, routeNotice } from './route-notice.ts';
import { documentIdOf, itemIdOf, type StackDocument } from './stack-documents.ts';
import type { Stack } from './stacks.ts';
import { letterAsTold, sheetOf } from './told.ts';

/** Brings bytes made here into the store, for the intake (or another worker) to name in its commands; returns their SHA-256. */
export async function keepResult(
  { database, blobs }: Intake,
  bytes: Uint8Array,
  workerId = intakeWorkerId,
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const source = Readable.from(bytes.length > 0 ? [bytes] : []);
  const outcome = await takeWhole(database, blobs, workerId, { sha256, size: bytes.length, source });
  if (outcome !== 'kept') throw new Error(`a result was not kept: ${outcome}`);
  return sha256;
}

/** Keeps the documents of a reading and decides where each goes; nothing is delivered yet. */
export async function makeDocuments(intake: Intake, stack: Stack, reading: StackReading): Promise<StackDocument[]> {
  const documents: StackDocument[] = [];
  for (const [index, read] of reading.documents.entries()) {
    const sha256 = await keepResult(intake, read.bytes);
    const { told } = stack;
    const routed = await route(intake, stack, read, { sha256, isOnly: reading.documents.length === 1 });
    const letter = letterAsTold(routed.letter, read.coverSheet, told);
    const id = documentIdOf(stack.id, stack.round, index + 1);
    documents.push({
      ...{ id, stackId: stack.id, round: stack.round, number: index + 1, pages: read.pages },
      content: documentFacts(originOf(stack), reading, { read, sha256, number: index + 1 }),
      pageTexts: textsOfDocument(read),
      ...{ confidence: read.confidence, concerns: read.concerns, letter: withRemarks(letter, stack, read) },
      filing: routed.filing,
      ...{ state: 'needsLook', reason: routed.reason, inboxId: routed.inboxId, itemId: itemIdOf(id) },
      ...{ deliveries: 0, deliveredAt: null },
    });
  }
  return documents;
}

type Made = { sha256: string; isOnly: boolean };

async function route(intake: Intake, stack: Stack, read: ReadDocument, made: Made): Promise<RoutedNotice> {
  const { station, fileName, takenAt, told } = stack;
  if (stack.source === 'fachverfahren') {
    // Both may name it: the Fachverfahren where it is filed, the intake where it is delivered.
    await recordWhole(intake.database, fachverfahrenWorkerId, [{ sha256: made.sha256, size: read.bytes.length }]);
    return routeNotice(intake, { station, fileName, takenAt, read, isOnly: made.isOnly });
  }
  const letter = { station, takenAt, pages: read.words, coverSheet: sheetOf(read.coverSheet, told) };
  return { ...(await routeLetter(intake, letter)), filing: null };
}

const mostRemark = 500;

/** What the worker should know before she files it goes with the letter. */
function withRemarks(letter: StackDocument['letter'], stack: Stack, read: ReadDocument): StackDocument['letter'] {
  const again = stack.sameAs ? 'Dieselbe Datei ist schon einmal eingegangen.' : null;
  const cut = stack.lacksEnd ? 'Der eingescannten Datei fehlt das Ende.' : null;
  const remark = [letter.remark, again, cut, ...read.concerns].filter((part) => part !== null && part !== '').join(' ');
  return { ...letter, remark: remark === '' ? null : remark.slice(0, mostRemark) };
}

/** Where a stack came from, as its documents say of it. */
export const originOf = (stack: Stack): StackOrigin => ({ ...stack, takenAt: momentOf(stack.takenAt.getTime()) });

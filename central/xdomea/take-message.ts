import { createHash } from 'node:crypto';
import { asId, derivedId, type Id } from '../../core/domain/ids.ts';
import { inTransaction } from '../store/database.ts';
import {
  type AnswerFacts,
  answerNames,
  confirmationMessage,
  generalAnswers,
  type ObjectOutcome,
  receiptMessage,
  specificAnswers,
} from './answers.ts';
import type { FachverfahrenIntake } from './fachverfahren-intake.ts';
import {
  type FachverfahrenMessage,
  type MessageHead,
  readFachverfahrenMessage,
  type SentObject,
} from './fachverfahren-messages.ts';
import { fileDocuments } from './file-documents.ts';
import { findCaseFile } from './house-facts.ts';
import { makeFile } from './make-files.ts';
import { type MessagePackage, openPackage } from './message-package.ts';
import { finishMessage, forgetMessage, noteMessage } from './message-store.ts';
import { MessageUnreadableError, readMessageTree } from './message-tree.ts';
import { showObject } from './show-object.ts';

/** A message by the standard, with the name it has as a file. */
export type AnswerMessage = { fileName: string; xml: string };
/** `unreadable` where not even the head of the message could be read, with a German sentence. */
export type Answer = { answer: 'confirmation'; message: AnswerMessage } | { answer: 'unreadable'; sentence: string };

/** One message as it came: its bytes, and the account it came with. */
export type SentMessage = { sender: string; bytes: Uint8Array };

/**
 * Takes one message of a Fachverfahren with its files. Sent again it does nothing twice. `received` is given the receipt, where the sender
 * wants one, when the message is noted and before anything is done with it; one that is refused is not received.
 */
export async function takeMessage(
  intake: FachverfahrenIntake,
  { sender, bytes }: SentMessage,
  received: (receipt: AnswerMessage) => void,
): Promise<Answer> {
  let files: MessagePackage;
  let message: FachverfahrenMessage;
  try {
    files = openPackage(bytes);
    message = readFachverfahrenMessage(readMessageTree(files.message));
  } catch (error) {
    if (error instanceof MessageUnreadableError) return { answer: 'unreadable', sentence: error.message };
    throw error;
  }
  const { head } = message;
  const confirm = (code: string, sentence: string | null, outcomes: ObjectOutcome[] = []): Answer => ({
    answer: 'confirmation',
    message: named(head, 'confirmation', confirmationMessage(answerFacts(intake, head), { code, sentence }, outcomes)),
  });
  const problems = intake.schemaCheck?.problemsOf(files.message) ?? [];
  if (problems.length > 0) return confirm(generalAnswers.notValid, problems.join(' '));
  const wrongBatch = batchProblem(message);
  if (wrongBatch) return confirm(wrongBatch.code, wrongBatch.sentence);

  const messageHash = createHash('sha256').update(files.message).digest();
  const known = await noteMessage(intake.database, head, { sender, messageHash });
  if (known.state === 'other') {
    return confirm(generalAnswers.failed, 'Unter dieser ProzessID wurde schon eine andere Nachricht verarbeitet.');
  }
  if (head.wantsReceipt) received(named(head, 'receipt', receiptMessage(answerFacts(intake, head))));
  if (known.state === 'done') return confirm(generalAnswers.alreadyDone, null, known.outcomes);
  const outcomes = await carryOutMessage(intake, message, files);
  // What failed as a whole may be sent again, mended or when the cause is gone.
  if (outcomes.some(({ isDone }) => isDone)) await finishMessage(intake.database, head, outcomes);
  else await forgetMessage(intake.database, head);
  const failed = outcomes.filter(({ isDone }) => !isDone).length;
  if (failed === 0) return confirm(generalAnswers.done, null, outcomes);
  return confirm(generalAnswers.failed, `${failed} von ${outcomes.length} nicht übernommen.`, outcomes);
}

const named = ({ processId }: MessageHead, kind: keyof typeof answerNames, xml: string): AnswerMessage => ({
  fileName: `${processId}_${answerNames[kind]}.xml`,
  xml,
});

const answerFacts = ({ now, version }: FachverfahrenIntake, head: MessageHead): AnswerFacts => ({
  head,
  at: new Date(now()).toISOString(),
  version,
});

function batchProblem(message: FachverfahrenMessage): { code: string; sentence: string } | null {
  if (message.kind === '0602') return null;
  const { isBatch, batchLength } = message.head;
  const count = message.objects.length;
  if (!isBatch && count > 1) {
    return {
      code: generalAnswers.batchLengthWrong,
      sentence: 'Mehrere Objekte, aber nicht als Stapel gekennzeichnet.',
    };
  }
  if (!isBatch || batchLength === null) return null;
  if (batchLength < 1) return { code: generalAnswers.batchTooShort, sentence: 'Die Stapellänge ist kleiner als 1.' };
  if (batchLength === count) return null;
  return {
    code: generalAnswers.batchLengthWrong,
    sentence: `Angekündigt sind ${batchLength} Objekte, enthalten sind ${count}.`,
  };
}

async function carryOutMessage(
  intake: FachverfahrenIntake,
  message: FachverfahrenMessage,
  files: MessagePackage,
): Promise<ObjectOutcome[]> {
  if (message.kind === '0602') return [await showObject(intake, message)];
  // One message after the other: two that name a file which is not there yet must not both make it.
  return inTransaction(intake.database, 'write', async (connection) => {
    await connection.query(`select pg_advisory_xact_lock(hashtextextended('fachverfahren', 0))`);
    const outcomes: ObjectOutcome[] = [];
    for (const [index, object] of message.objects.entries()) {
      const objectId = derivedId(asId(message.head.processId), `${message.kind}/${index}`);
      outcomes.push(await takeObject(intake, { objectId, object, files, head: message.head }));
    }
    return outcomes;
  });
}

type ToTake = { objectId: Id; object: SentObject; files: MessagePackage; head: MessageHead };

async function takeObject(
  intake: FachverfahrenIntake,
  { objectId, object, files, head }: ToTake,
): Promise<ObjectOutcome> {
  const { numberInBatch } = object;
  const failed = (problem: { code: string; sentence: string }): ObjectOutcome => ({
    ...{ numberInBatch, madeId: null, place: '', isDone: false, problem },
  });
  const done = (madeId: Id, place: string): ObjectOutcome => ({
    numberInBatch,
    madeId,
    place,
    isDone: true,
    problem: null,
  });
  // A code of 0604 is none of 0605.
  const codes = specificAnswers[head.kind === '0604' ? '0604' : '0605'];
  const other = head.kind === '0604' ? specificAnswers['0604'].cannotBeMade : specificAnswers['0605'].cannotBeFiled;
  const inCodes = ({ code, sentence }: { code: string; sentence: string }) =>
    failed({ code: Object.values<string>(codes).includes(code) ? code : other, sentence });

  if (object.type === 'case') {
    const made = await makeFile(intake, objectId, object.case, head.creator);
    if ('code' in made) return inCodes(made);
    const place = `Akte ${made.caseFile.body.fileNumber} ${made.isNew ? 'angelegt' : 'aktualisiert'}`;
    if (object.case.documents.length === 0) return done(made.caseFile.id, place);
    const filed = await fileDocuments(intake, objectId, object.case.documents, { caseFile: made.caseFile, files });
    return 'code' in filed ? inCodes(filed) : done(made.caseFile.id, `${place}; ${filed.place}`);
  }
  const named = object.containerId ?? object.document.fileNumber;
  const caseFile = await findCaseFile(intake.database, named);
  if (named !== null && !caseFile) {
    return failed({ code: codes.unknownContainer, sentence: `Eine Akte „${named.slice(0, 60)}“ gibt es hier nicht.` });
  }
  const filed = await fileDocuments(intake, objectId, [object.document], { caseFile, files });
  if ('code' in filed) return inCodes(filed);
  return done(filed.documentIds[0] ?? objectId, filed.place);
}

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Filing } from '../../core/commands/document-parts.ts';
import { derivedId, type Id } from '../../core/domain/ids.ts';
import { fachverfahrenWorkerId } from '../../core/domain/standing-ids.ts';
import { inspectBytes } from '../../intake/content/content-facts.ts';
import type { OfficeCommand } from '../rules/office-commands.ts';
import { takeWhole } from '../store/uploads.ts';
import { specificAnswers } from './answers.ts';
import { carryOut, type FachverfahrenIntake } from './fachverfahren-intake.ts';
import { type FoundCaseFile, findKeyword } from './house-facts.ts';
import type { MessagePackage } from './message-package.ts';
import { inboxFor } from './inbox-for.ts';
import { proposedWords, toldByFachverfahren } from './proposed-delivery.ts';
import type { SentDocument, SentFile } from './sent-objects.ts';

/** One file of a document with what it is to be called. */
type Piece = { document: SentDocument; file: SentFile; bytes: Uint8Array; title: string };
export type Filed = { documentIds: Id[]; place: string };
export type NotFiled = { code: string; sentence: string };

const codes = specificAnswers['0605'];

/**
 * Files documents with their attachments into a case file, all or none: under the keyword of their type; a document of an unknown type
 * goes to the Postkorb of whoever is responsible, where it is filed by hand. `objectId` makes the ids: the same object is filed once.
 */
export async function fileDocuments(
  intake: FachverfahrenIntake,
  objectId: Id,
  documents: SentDocument[],
  target: { caseFile: FoundCaseFile | null; files: MessagePackage },
): Promise<Filed | NotFiled> {
  const pieces = piecesOf(documents, target.files);
  if ('code' in pieces) return pieces;
  const commands: OfficeCommand[] = [];
  const places = new Set<string>();
  for (const [index, piece] of pieces.entries()) {
    const made = await commandFor(intake, derivedId(objectId, `document/${index}`), piece, target.caseFile);
    if ('code' in made) return made;
    commands.push(made.command);
    places.add(made.place);
  }
  const results = await carryOut(intake, objectId, commands);
  const refused = results.find(({ outcome }) => outcome === 'refused');
  if (refused) return { code: codes.cannotBeFiled, sentence: refused.message ?? 'Das Dokument wurde nicht abgelegt.' };
  const documentIds = pieces.map((_, index) => derivedId(objectId, `document/${index}`));
  return { documentIds, place: [...places].join('; ') };
}

function piecesOf(documents: SentDocument[], files: MessagePackage): Piece[] | NotFiled {
  const pieces: Piece[] = [];
  for (const document of documents.flatMap(withAttachments)) {
    if (document.files.length === 0) {
      return { code: codes.fileMissing, sentence: 'Zu einem Dokument nennt die Nachricht keine Datei.' };
    }
    for (const file of document.files) {
      const bytes = files.fileNamed(file.name);
      if (bytes === 'missing') return { code: codes.fileMissing, sentence: `Die Datei „${file.name}“ fehlt im Paket.` };
      if (bytes === 'damaged') {
        return { code: codes.cannotBeFiled, sentence: `Die Datei „${file.name}“ ist im Paket beschädigt.` };
      }
      pieces.push({ document, file, bytes, title: titleOf(document, file) });
    }
  }
  return pieces;
}

/** An attachment takes over what the document above it says and it does not. */
function withAttachments(document: SentDocument): SentDocument[] {
  const below = document.attachments.map((attachment) => ({
    ...attachment,
    title: attachment.title ?? (document.title === null ? null : `Anlage zu: ${document.title}`.slice(0, 300)),
    typeName: attachment.typeName ?? document.typeName,
    letterDate: attachment.letterDate ?? document.letterDate,
    receivedDate: attachment.receivedDate ?? document.receivedDate,
    sentDate: attachment.sentDate ?? document.sentDate,
    sender: attachment.sender ?? document.sender,
  }));
  return [document, ...below.flatMap(withAttachments)];
}

const titleOf = (document: SentDocument, file: SentFile): string =>
  document.title ?? document.typeName ?? file.originalName ?? file.name;

async function commandFor(
  intake: FachverfahrenIntake,
  documentId: Id,
  piece: Piece,
  caseFile: FoundCaseFile | null,
): Promise<{ command: OfficeCommand; place: string } | NotFiled> {
  const { document, file, title } = piece;
  const today = new Date(intake.now()).toISOString().slice(0, 10);
  const read = await keepFile(intake, piece);
  const keyword = await findKeyword(intake.database, document.typeName, document.letterDate ?? today);
  const facts = {
    ...{ title, letterDate: document.letterDate, receivedDate: document.receivedDate, sender: document.sender },
    direction: document.receivedDate ? ('incoming' as const) : ('outgoing' as const),
  };
  const id = derivedId(documentId, 'command');
  if (caseFile && keyword) {
    const filing: Filing = { ...facts, keywordIds: [keyword.id], isProtected: keyword.isProtected };
    const args = { caseFileId: caseFile.id, documentId, filing, ...read };
    return { command: { id, name: 'addDocument', args }, place: `Akte ${caseFile.body.fileNumber}` };
  }
  const inbox = await inboxFor(intake, caseFile);
  if (!inbox) return { code: codes.unknownContainer, sentence: 'Zu diesem Dokument gibt es weder Akte noch Postkorb.' };
  const told = keyword && { keywordId: keyword.id, confidence: 'sure' as const, explanation: toldByFachverfahren };
  const { direction } = facts;
  const fileTitle = file.originalName ?? file.name;
  const words = await proposedWords(intake.database, { ...document, direction, fileTitle, keyword: told }, read, today);
  const args = {
    ...{ ...facts, ...words, ...read, inboxId: inbox.id, itemId: documentId, source: 'fachverfahren' as const },
    proposedCase: caseFile && {
      ...{ caseFileId: caseFile.id, fileNumber: caseFile.body.fileNumber, title: caseFile.body.title },
      ...{ confidence: 'sure' as const, explanation: toldByFachverfahren },
    },
    remark: document.remark,
  };
  return { command: { id, name: 'deliverInboxItem', args }, place: `Postkorb ${inbox.name}` };
}

/** Puts the bytes of a file into the store and looks into them. */
async function keepFile(intake: FachverfahrenIntake, { file, bytes }: Piece) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const source = Readable.from(bytes.length > 0 ? [bytes] : []);
  const kept = await takeWhole(intake.database, intake.blobs, fachverfahrenWorkerId, {
    sha256,
    size: bytes.length,
    source,
  });
  if (kept !== 'kept') throw new Error(`a file of the Fachverfahren was not kept: ${kept}`);
  const { content, pageTexts } = await inspectBytes(intake.inspection, bytes, {
    sha256,
    fileName: file.originalName ?? file.name,
  });
  return { content, pageTexts };
}

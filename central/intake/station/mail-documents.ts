import type { ContentFacts } from '../../../core/domain/records.ts';
import { dayOf } from '../../../core/domain/moments.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import { inspectBytes } from '../../../intake/content/content-facts.ts';
import type { ContentReport } from '../../../intake/content/content-report.ts';
import type { InspectionPool } from '../../../intake/content/inspection-pool.ts';
import { type MailPart, splitMail } from '../../../intake/mail/split-mail.ts';
import type { StackReader } from '../../../intake/station/stack-reading.ts';
import { mailReceivedAt } from '../mail/message-journal.ts';
import { earlierMailWords } from './earlier-mail.ts';
import type { Intake } from './intake.ts';
import { keepResult } from './make-documents.ts';
import { type MailPiece, routeMail } from './route-mail.ts';
import { documentIdOf, itemIdOf, type StackDocument } from './stack-documents.ts';
import type { Stack } from './stacks.ts';

export type MailTools = { reader: StackReader; inspection: InspectionPool; signal: AbortSignal };

/** The mail first, then what lies in it; each with the text of its pages. */
type Piece = MailPiece & { content: ContentFacts; bytes: Uint8Array };

/** A mail is no notice, whoever laid it there: it goes the way of every mail, and whoever gets it decides. */
const fromPrintFolder =
  'Die E-Mail lag im Ordner für Bescheide des Fachverfahrens und wurde wie ein Posteingang behandelt.';
const isCutOff = 'Die E-Mail enthält mehr Anlagen, als einzeln übernommen werden. Sie liegen in der E-Mail.';

/**
 * The documents of a mail: the mail as it came, then each attachment by itself, linked to it, all for the same Postkorb. Their numbers
 * stand where scanned documents have pages.
 */
export async function makeMailDocuments(
  intake: Intake,
  tools: MailTools,
  stack: Stack,
  bytes: Uint8Array,
): Promise<StackDocument[]> {
  const { inspection } = tools;
  const { content, pageTexts, report } = await inspectBytes(inspection, bytes, stack);
  const split = await splitMail(inspection, bytes, stack.sha256);
  const opened = 'explanation' in split ? { parts: [], isCut: false } : split;
  const whole: Piece = { content, bytes, ...wordsOf(report, pageTexts) };
  const pieces = [whole];
  for (const part of opened.parts) pieces.push(await readPart(tools, part));
  for (const { bytes: own } of pieces) await keepResult(intake, own);
  const receivedAt = (await mailReceivedAt(intake.database, stack.id)) ?? stack.takenAt;
  const routed = await routeMail(intake, pieces, {
    ...{ station: stack.station, receivedAt },
  });
  const told = [
    await earlierMailWords(intake.database, stack, content.messageId),
    opened.isCut ? isCutOff : null,
    stack.source === 'fachverfahren' ? fromPrintFolder : null,
  ];
  return pieces.map((piece, index): StackDocument => {
    const { letter, inboxId, reason } = routed[index] as (typeof routed)[number];
    const number = index + 1;
    const id = documentIdOf(stack.id, stack.round, number);
    return {
      ...{ id, stackId: stack.id, round: stack.round, number, pages: [number], content: piece.content },
      ...{ pageTexts: piece.pages.map(({ text }) => text), confidence: null, concerns: [] },
      letter: index === 0 ? withRemarks(letter, told) : { ...letter, remark: partRemark(whole.title) },
      filing: null,
      ...{ state: 'needsLook', reason, inboxId, itemId: itemIdOf(id), deliveries: 0, deliveredAt: null },
    };
  });
}

function withRemarks(letter: StackDocument['letter'], told: (string | null)[]): StackDocument['letter'] {
  const remark = [letter.remark, ...told].filter((part) => part !== null && part !== '').join(' ');
  return { ...letter, remark: remark === '' ? null : remark.slice(0, 500) };
}

const partRemark = (title: string) => `Anlage der E-Mail „${title.slice(0, 400)}“`;

function wordsOf(report: ContentReport, pageTexts: string[]): MailPiece {
  const title = report.subject?.trim() || 'E-Mail ohne Betreff';
  const mail = { sender: report.from ?? null, letterDate: dayOfMail(report) };
  return { title: title.slice(0, 300), mail, pages: toPages(pageTexts) };
}

const toPages = (texts: string[]): PageWords[] =>
  texts.map((text, index) => ({
    number: index + 1,
    text: text.replaceAll('\0', '\uFFFD').toWellFormed().slice(0, 200_000),
    words: [],
  }));

const scanned = new Set<ContentFacts['kind']>(['pdf', 'tiff', 'image']);

/** An attachment stays as it was sent; where it is a picture of paper, its words are recognised, so that it is found. */
async function readPart({ inspection, reader, signal }: MailTools, part: MailPart): Promise<Piece> {
  const named = { sha256: part.sha256, fileName: part.name, partOf: part.partOf };
  const { content, pageTexts, report } = await inspectBytes(inspection, part.bytes, named);
  if (content.kind === 'mail') return { content, bytes: part.bytes, ...wordsOf(report, pageTexts) };
  const title = content.fileName.replace(/\.[\p{L}\p{N}]{1,12}$/u, '').slice(0, 300);
  const piece = { content, bytes: part.bytes, title, mail: null, pages: toPages(pageTexts) };
  if (report.state !== 'showable' || content.hasText || !scanned.has(content.kind)) return piece;
  const reading = await reader.readStack(part.bytes, content.fileName, { signal });
  const texts: string[] = [];
  for (const document of reading.documents) {
    for (const { number, text } of document.words) texts[(document.pages[number - 1] ?? number) - 1] = text;
  }
  const pages = toPages(Array.from(texts, (text) => text ?? ''));
  const hasText = pages.some(({ text }) => text.trim() !== '');
  return hasText ? { ...piece, content: { ...content, hasText }, pages } : piece;
}

function dayOfMail({ date }: ContentReport): string | null {
  const time = date ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? null : dayOf(new Date(time).toISOString());
}

import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import { isAccessRecorded } from '../../db/access-events.ts';
import type { OwnedContent } from '../../db/queries/contents.ts';
import type { BackendContext } from '../context.ts';
import type { Explained, MailContent } from '../../intake/content/content-report.ts';
import { ownBytes, readableContent, readPart, readWhole, withBytes } from './bytes.ts';
import { describeContent } from './describe.ts';
import { textOfPage } from './page-text.ts';
import { transferNoteHandlers } from './transfer-note.ts';
import { noteLook } from './note-look.ts';

/** What is in documents and letters. Passwords are used for the one call and kept nowhere. */
export function contentHandlers(context: BackendContext): DeskHandlers['content'] {
  const { inspection } = context;
  return {
    describe: async ({ scopeId, ownerId, password }) => {
      const desk = context.desk();
      const content = readableContent(desk, { scopeId, ownerId });
      // The page reads right after this, so missing bytes are fetched (or told to be out of reach) now.
      await withBytes(desk, content.facts.sha256, async () => undefined);
      return describeContent(inspection, content, () => readWhole(desk, content), password);
    },
    readRange: async ({ scopeId, ownerId, ...range }) => {
      const desk = context.desk();
      return readPart(desk, readableContent(desk, { scopeId, ownerId }).facts.sha256, range);
    },
    noteAccess: ({ scopeId, ownerId, action }) => {
      const desk = context.desk();
      const { ownerKind } = readableContent(desk, { scopeId, ownerId });
      const isFirst = ownerKind === 'inboxItem' && !isAccessRecorded(desk.store.db, ownerId);
      noteLook(desk, { action, scopeId, targetId: ownerId });
      // A letter that somebody has looked at is no longer new in the list.
      if (isFirst) {
        const nothingElse = { caseFileIds: [], visitedIds: [], house: false };
        desk.changes.tell('records', { ...nothingElse, inboxIds: [scopeId], kinds: ['inboxItem'] });
      }
      return {};
    },
    pageText: async ({ scopeId, ownerId, number, password }) => {
      const desk = context.desk();
      const content = readableContent(desk, { scopeId, ownerId });
      return { text: await textOfPage(desk, inspection, { scopeId, content, number, password }) };
    },
    ...transferNoteHandlers(context),
    mail: async (place) => {
      const desk = context.desk();
      const bytes = await readWhole(desk, ofKind('mail', readableContent(desk, place)));
      return toMail(orExplain(await inspection.mailContent(bytes)));
    },
    mailAttachment: async ({ scopeId, ownerId, index, password }) => {
      const desk = context.desk();
      const content = readableContent(desk, { scopeId, ownerId });
      const bytes = await readWhole(desk, content);
      const attachment =
        content.facts.kind === 'pdf'
          ? await inspection.pdfAttachment(bytes, index, password)
          : await inspection.mailAttachment(bytes, index);
      return ownBytes(orExplain(attachment).bytes);
    },
    officeHtml: async (place) => {
      const desk = context.desk();
      const bytes = await readWhole(desk, ofKind('office', readableContent(desk, place)));
      return orExplain(await inspection.officeHtml(bytes));
    },
    tiffPage: async ({ scopeId, ownerId, number }) => {
      const desk = context.desk();
      const bytes = await readWhole(desk, ofKind('tiff', readableContent(desk, { scopeId, ownerId })));
      const { rgba, ...page } = orExplain(await inspection.tiffPage(bytes, number - 1));
      return { ...page, rgba: ownBytes(rgba) };
    },
  };
}

/** The content, if it is of the kind that can be shown so. */
function ofKind(kind: ContentFacts['kind'], content: OwnedContent): OwnedContent {
  if (content.facts.kind === kind) return content;
  throw new AppError('invalid_input', 'Diese Datei lässt sich so nicht anzeigen.');
}

/** The answer, or an error with the German sentence of why there is none. */
function orExplain<Answer extends object>(answer: Answer | Explained): Exclude<Answer, Explained> {
  if ('explanation' in answer) {
    const { code, message } = (answer as Explained).explanation;
    throw new AppError('invalid_input', message, { explanation: code });
  }
  return answer as Exclude<Answer, Explained>;
}

function toMail({ headers, html, text, attachments }: MailContent) {
  const time = headers.date === null ? Number.NaN : Date.parse(headers.date);
  return {
    subject: headers.subject,
    from: headers.from,
    to: headers.to,
    cc: headers.cc,
    date: Number.isNaN(time) ? null : new Date(time).toISOString(),
    html: html ?? null,
    text: text ?? '',
    attachments: attachments.map((attachment, index) => ({
      index,
      name: attachment.name,
      mediaType: attachment.mediaType,
      size: attachment.size,
      contentId: attachment.contentId ?? null,
      isInline: attachment.isInline,
    })),
  };
}

import { z } from 'zod';
import { idSchema } from '../../core/domain/ids.ts';

/** A letter made of a file that was handed in: its pages in the file, and where it lies. */
export const intakeLetterSchema = z.object({
  pages: z.array(z.int()),
  state: z.enum(['delivered', 'needsLook', 'returned']),
  inboxId: idSchema.nullable(),
  itemId: idSchema.nullable(),
});
export type IntakeLetter = z.infer<typeof intakeLetterSchema>;

const inCaseFile = { caseFileId: idSchema };
const inInbox = z.object({ inboxId: idSchema, itemId: idSchema });
const lettersOf = z.object({ intakeId: idSchema, documents: z.array(intakeLetterSchema) });

/** What each kind of message carries beside its kind and time. No names, no titles, no file numbers. */
export const webhookData = {
  documentFiled: z.object({ ...inCaseFile, documentId: idSchema }),
  inboxItemDelivered: inInbox,
  inboxItemFiled: inInbox,
  caseFileCreated: z.object(inCaseFile),
  intakeDone: lettersOf,
  intakeNeedsLook: lettersOf,
  intakeFailed: z.object({ intakeId: idSchema, reason: z.string().nullable() }),
  intakeReturned: lettersOf,
} as const;
export type WebhookEventKind = keyof typeof webhookData;

export const webhookEvents = Object.keys(webhookData) as [WebhookEventKind, ...WebhookEventKind[]];

/** What happened, in German, for the page of the interface. */
export const webhookSummaries: Record<WebhookEventKind, string> = {
  documentFiled: 'Ein Dokument wurde abgelegt.',
  inboxItemDelivered: 'Ein Schreiben kam in einen Postkorb.',
  inboxItemFiled: 'Ein Schreiben aus einem Postkorb wurde abgelegt.',
  caseFileCreated: 'Eine Akte wurde angelegt.',
  intakeDone: 'Eine selbst eingelieferte Datei ist zugestellt, oder ihre Schreiben sind andere geworden.',
  intakeNeedsLook: 'Eine selbst eingelieferte Datei wartet bei der Scanstelle auf eine Person.',
  intakeFailed: 'Eine selbst eingelieferte Datei konnte nicht verarbeitet werden.',
  intakeReturned: 'Ein Schreiben einer selbst eingelieferten Datei kam zur Scanstelle zurück.',
};

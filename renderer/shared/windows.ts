import { z } from 'zod';
import { idSchema } from '../../core/domain/ids.ts';

// The windows of one desk talk to each other; they are of one origin and one worker.

const shownCaseSchema = z.object({ caseFileId: idSchema, fileNumber: z.string(), title: z.string() });
export type ShownCase = z.output<typeof shownCaseSchema>;

export const windowMessageSchema = z.discriminatedUnion('type', [
  /** Asks the other windows to tell what they are and show. */
  z.object({ type: z.literal('whoIsThere') }),
  z.object({ type: z.literal('here'), windowKind: z.enum(['caseFile', 'fachverfahren']) }),
  z.object({ type: z.literal('gone'), windowKind: z.enum(['caseFile', 'fachverfahren']) }),
  /** The case file that the window of the E-Akte shows now. */
  z.object({ type: z.literal('caseShown'), shown: shownCaseSchema.nullable() }),
  z.object({ type: z.literal('follow'), isOn: z.boolean() }),
  /** The Fachverfahren asks for a file to be opened. */
  z.object({ type: z.literal('openCase'), caseFileId: idSchema }),
  /** The E-Akte asks for a case to be shown in the Fachverfahren. */
  z.object({ type: z.literal('showInFachverfahren'), fileNumber: z.string() }),
]);
export type WindowMessage = z.output<typeof windowMessageSchema>;

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('aktenpult');

/** Tells all other windows of this desk. */
export function tellWindows(message: WindowMessage): void {
  channel?.postMessage(message);
}

/** Hears the other windows. Returns how to stop. */
export function hearWindows(listener: (message: WindowMessage) => void): () => void {
  const received = (event: MessageEvent) => {
    const parsed = windowMessageSchema.safeParse(event.data);
    if (parsed.success) listener(parsed.data);
  };
  channel?.addEventListener('message', received);
  return () => channel?.removeEventListener('message', received);
}

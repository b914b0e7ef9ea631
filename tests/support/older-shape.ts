import { onTestFinished } from 'vitest';
import { shippedShapes, type UpCast } from '../../core/commands/shapes.ts';

/** How a program before this one wrote a note: another name, and other words for the same. */
export const olderNote = { name: 'writeNote', from: 1, newName: 'addNote', cast: asToday } satisfies UpCast;

/** The arguments of such an older command. */
export type OlderNote = { file: string; note: string; words: string };

function asToday(args: unknown): unknown {
  const { file, note, words } = args as OlderNote;
  return { caseFileId: file, noteId: note, documentId: null, text: words, isPinned: false, isPhoneCall: false };
}

/**
 * Until the test has finished this program is the one after a change of shape: desks and centre of this process lead what was given
 * before it to today's. No shape has changed yet, so this is the only way to see it on the whole way.
 */
export function afterAChangeOfShape(): void {
  const shapes = shippedShapes as { version: number; upCasts: readonly UpCast[] };
  const before = { ...shapes };
  Object.assign(shapes, { version: before.version + 1, upCasts: [...before.upCasts, olderNote] });
  onTestFinished(() => void Object.assign(shapes, before));
}

import { knownPlace } from '../../../core/letters/known-place.ts';
import type { OutputOf } from '../backend.tsx';
import { formatDate } from '../format.ts';

export type KnownContent = OutputOf<'inbox', 'item'>['known'][number];

/** Since when and by whom: `abgelegt am 03.11.2026 von Jensen`. */
export function knownSince({ kind, at, byName }: KnownContent): string {
  return `${kind === 'document' ? 'abgelegt' : 'eingegangen'} am ${formatDate(at)} von ${byName}`;
}

/** The whole in one sentence. */
export function knownWords(known: KnownContent): string {
  return `${knownPlace(known, false)} „${known.title}“, ${knownSince(known)}.`;
}

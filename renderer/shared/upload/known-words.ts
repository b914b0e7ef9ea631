import type { OutputOf } from '../backend.tsx';
import { formatDate } from '../format.ts';

export type KnownContent = OutputOf<'inbox', 'item'>['known'][number];

/** Where the same lies: `Schon in der Akte Petersen, Anna:`; `isHere`: in the one that is chosen. */
export function knownPlace({ kind, placeName, isSameMail }: KnownContent, isHere: boolean): string {
  const what = isSameMail ? 'Dieselbe E-Mail liegt schon' : 'Schon';
  if (kind === 'letter') return `${what} im Postkorb ${placeName}:`;
  return isHere ? `${what} in der Akte:` : `${what} in der Akte ${placeName}:`;
}

/** Since when and by whom: `abgelegt am 03.11.2026 von Jensen`. */
export function knownSince({ kind, at, byName }: KnownContent): string {
  return `${kind === 'document' ? 'abgelegt' : 'eingegangen'} am ${formatDate(at)} von ${byName}`;
}

/** The whole in one sentence. */
export function knownWords(known: KnownContent): string {
  return `${knownPlace(known, false)} „${known.title}“, ${knownSince(known)}.`;
}

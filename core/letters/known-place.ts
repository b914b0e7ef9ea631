/** What is told of something that lies on this desk already: the same bytes, or the same mail. */
type Known = { kind: 'document' | 'letter'; placeName: string; isSameMail: boolean };

/** Where the same lies: `Schon in der Akte Petersen, Anna:`; `isHere`: in the one that is chosen. */
export function knownPlace({ kind, placeName, isSameMail }: Known, isHere: boolean): string {
  const what = isSameMail ? 'Dieselbe E-Mail liegt schon' : 'Schon';
  if (kind === 'letter') return `${what} im Postkorb ${placeName}:`;
  return isHere ? `${what} in der Akte:` : `${what} in der Akte ${placeName}:`;
}

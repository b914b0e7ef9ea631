import type { InputOf, OutputOf } from '../../shared/backend.tsx';

export type CoverCase = OutputOf<'station', 'coverCase'>['found'];
/** What was found, and for which number it was asked. */
export type LookedUp = { number: string; found: CoverCase };
export type CoverSheet = NonNullable<InputOf<'station', 'sheets'>['coverSheet']>;

export const unknownNumber =
  'Zu diesem Aktenzeichen gibt es keine Akte oder mehr als eine. Bitte prüfen Sie es, oder leeren Sie das Feld und wählen Sie einen Postkorb.';

/** What was found for exactly the number in the field; undefined: for this one nothing has been asked yet. */
export function foundFor(lookedUp: LookedUp | null, number: string): CoverCase | undefined {
  return lookedUp?.number === number.trim() ? lookedUp.found : undefined;
}

/**
 * The sheet for what stands in the fields now, with the number as its file bears it; in words why there can be none. Routing takes a
 * sheet for sure, so a number nobody has looked up or that no file bears never comes onto one.
 */
export function coverToPrint(
  fields: { number: string } & Pick<CoverSheet, 'keywordId' | 'inboxId'>,
  lookedUp: LookedUp | null,
): CoverSheet | { problem: string } {
  const { number, keywordId, inboxId } = fields;
  if (number.trim() === '') {
    return inboxId
      ? { fileNumber: null, keywordId, inboxId }
      : { problem: 'Bitte geben Sie ein Aktenzeichen an oder wählen Sie einen Postkorb.' };
  }
  const found = foundFor(lookedUp, number);
  return found ? { fileNumber: found.fileNumber, keywordId, inboxId } : { problem: unknownNumber };
}

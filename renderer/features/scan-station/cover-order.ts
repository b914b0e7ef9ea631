import type { Id } from '../../../core/domain/ids.ts';
import type { InputOf, OutputOf } from '../../shared/backend.tsx';

export type CoverCase = OutputOf<'station', 'coverCase'>['found'];
/** What was found, and for which number it was asked. */
export type LookedUp = { number: string; found: CoverCase };
export type Sheets = InputOf<'station', 'sheets'>;
export type CoverSheet = Omit<Sheets['coverSheets'][number], 'keywordId' | 'inboxId'> & {
  keywordId: Id | null;
  inboxId: Id | null;
};
/** What stands in the fields. */
export type CoverFields = { number: string } & Pick<CoverSheet, 'keywordId' | 'inboxId'>;

export const unknownNumber =
  'Zu diesem Aktenzeichen gibt es keine Akte oder mehr als eine. Bitte prüfen Sie es, oder leeren Sie das Feld und wählen Sie einen Postkorb.';

/** What was found for exactly the number in the field; undefined: for this one nothing has been asked yet. */
export function foundFor(lookedUp: LookedUp | null, number: string): CoverCase | undefined {
  return lookedUp?.number === number.trim() ? lookedUp.found : undefined;
}

/**
 * The sheet for what stands in the fields now, with the number as its file bears it; in words why there can be none. Routing takes a
 * sheet for sure, so a number nobody has looked up or that no file bears never comes onto one. `nameOf`: the name behind a Postkorb.
 */
export function coverToPrint(
  { number, keywordId, inboxId }: CoverFields,
  lookedUp: LookedUp | null,
  nameOf: (inboxId: CoverSheet['inboxId']) => string | null,
): CoverSheet | { problem: string } {
  if (number.trim() === '') {
    return inboxId
      ? { fileNumber: null, keywordId, inboxId, responsible: null }
      : { problem: 'Bitte geben Sie ein Aktenzeichen an oder wählen Sie einen Postkorb.' };
  }
  const found = foundFor(lookedUp, number);
  if (!found) return { problem: unknownNumber };
  return { fileNumber: found.fileNumber, keywordId, inboxId, responsible: nameOf(found.inboxId) };
}

/** Whether the fields ask for a sheet of their own: not when sheets are noted down already, or only separators are wanted. */
export function isSheetAsked(
  fields: CoverFields,
  notedDown: number,
  separators: number,
  isCaseGiven: boolean,
): boolean {
  const isFilled = fields.number.trim() !== '' || fields.inboxId !== null || (isCaseGiven && fields.keywordId !== null);
  if (isFilled) return true;
  return notedDown === 0 && (isCaseGiven || separators === 0);
}

import type { CommandArgs } from '../../core/commands/registry.ts';
import type { Day } from '../../core/domain/moments.ts';
import type { KeywordProposal } from '../../core/letters/propose-keywords.ts';
import { proposeFiling } from '../intake/proposals/propose-filing.ts';
import type { Queryable } from '../store/database.ts';
import type { SentDocument } from './sent-objects.ts';

type Delivery = CommandArgs<'deliverInboxItem'>;
type Told = Pick<SentDocument, 'title' | 'typeName' | 'letterDate' | 'sender'> & {
  direction: 'incoming' | 'outgoing';
  /** What it is called where neither the message nor its text says more. */
  fileTitle: string;
  keyword: KeywordProposal | null;
};
export type ProposedWords = Pick<
  Delivery,
  'title' | 'letterDate' | 'sender' | 'proposedKeyword' | 'keywordAlternatives' | 'deadlines' | 'reasons'
>;

/** Said of what the message itself tells. */
export const toldByFachverfahren = 'Vom Fachverfahren genannt';

/** How a document of a message is proposed in the Postkorb: as the message says, and where that says nothing, as post that was scanned. */
export async function proposedWords(
  database: Queryable,
  told: Told,
  { pageTexts, content }: Pick<Delivery, 'pageTexts' | 'content'>,
  receivedOn: Day,
): Promise<ProposedWords> {
  const pages = pageTexts.map((text, index) => ({ number: index + 1, text, words: [] }));
  const { direction, keyword } = told;
  const isMail = content.kind === 'mail';
  const found = await proposeFiling(database, { pages, isMail, coverSheet: null, receivedOn, direction });
  const hasText = pages.some(({ text }) => text.trim() !== '');
  const title = told.title ?? told.typeName;
  const isIncoming = direction === 'incoming';
  // Of what goes out of the house the text says who gets it, and by when they have to do something.
  const sender = isIncoming ? found.sender : null;
  return {
    title: title ?? (hasText ? found.title : told.fileTitle),
    letterDate: told.letterDate ?? found.letterDate,
    sender: told.sender ?? sender,
    proposedKeyword: keyword ?? found.proposedKeyword,
    keywordAlternatives: keyword ? [] : found.keywordAlternatives,
    deadlines: isIncoming ? found.deadlines : [],
    reasons: {
      title: title ? toldByFachverfahren : hasText ? found.reasons.title : 'Name der Datei',
      letterDate: told.letterDate ? toldByFachverfahren : found.reasons.letterDate,
      sender: told.sender ? toldByFachverfahren : isIncoming ? found.reasons.sender : null,
    },
  };
}

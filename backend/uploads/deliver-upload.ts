import type { CommandArgs } from '../../core/commands/registry.ts';
import type { Id } from '../../core/domain/ids.ts';
import { dayOf } from '../../core/domain/moments.ts';
import type { ReadLetter } from '../../core/letters/read-letter.ts';
import type { OpenDesk } from '../context.ts';
import { partOf, readyUpload, requireSendable } from './file-upload.ts';
import type { LetterProposal } from './propose-letter-here.ts';

type Delivery = { uploadId: Id; inboxId: Id; title: string; parts: number[] };

/**
 * The letters an upload becomes in a Postkorb: the file itself, then the chosen attachments of a mail with its sender and date where they
 * have none. `proposal`: what is proposed for the file itself; null while that is not known.
 */
export function deliveryOf(
  desk: OpenDesk,
  { uploadId, inboxId, title, parts }: Delivery,
  proposal: LetterProposal | null,
): CommandArgs<'deliverLetters'> {
  const finished = readyUpload(desk, uploadId);
  const { content, pageTexts, suggestions } = finished;
  const isMail = content.kind === 'mail';
  const shared = {
    ...{ receivedDate: dayOf(desk.now()), direction: 'incoming' as const },
    source: isMail ? ('mail' as const) : ('upload' as const),
  };
  const words = proposalOf(suggestions, proposal);
  const own = title === words.title ? words : { ...words, title, reasons: { ...words.reasons, title: null } };
  const whole = { ...shared, ...own, itemId: desk.newId(), remark: null, content, pageTexts };
  const remark = `Anlage der E-Mail „${title.slice(0, 400)}“`;
  const others = parts.map((number) => {
    const part = partOf(desk, finished, number);
    const about = withMail(proposalOf(part.suggestions, part.proposal), words);
    return { ...shared, ...about, itemId: desk.newId(), remark, content: part.content, pageTexts: part.pageTexts };
  });
  requireSendable([whole, ...others]);
  return { inboxId, letters: [whole, ...others] };
}

type Words = ReadLetter & Pick<LetterProposal, 'proposedCase' | 'proposedKeyword'>;

function proposalOf(suggestions: ReadLetter, proposal: LetterProposal | null): Words {
  return { proposedCase: null, proposedKeyword: null, ...suggestions, ...proposal } as Words;
}

/** An attachment that does not say when and from whom it is came when and from whom the mail came, and concerns the same file. */
function withMail(part: Words, mail: Words): Words {
  return {
    ...part,
    letterDate: part.letterDate ?? mail.letterDate,
    sender: part.sender ?? mail.sender,
    proposedCase: part.proposedCase ?? mail.proposedCase,
    reasons: {
      ...part.reasons,
      letterDate: part.reasons.letterDate ?? mail.reasons.letterDate,
      sender: part.reasons.sender ?? mail.reasons.sender,
    },
  };
}

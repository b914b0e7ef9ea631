import type { CommandArgs } from '../../core/commands/registry.ts';
import type { Id } from '../../core/domain/ids.ts';
import { dayOf } from '../../core/domain/moments.ts';
import type { OpenDesk } from '../context.ts';
import { partOf, readyUpload, requireSendable } from './file-upload.ts';

type Delivery = { uploadId: Id; inboxId: Id; title: string; parts: number[] };

/** The letters an upload becomes in a Postkorb: the file itself, then the chosen attachments of a mail with its sender and date. */
export function deliveryOf(
  desk: OpenDesk,
  { uploadId, inboxId, title, parts }: Delivery,
): CommandArgs<'deliverLetters'> {
  const finished = readyUpload(desk, uploadId);
  const { content, pageTexts, suggestions } = finished;
  const isMail = content.kind === 'mail';
  const shared = {
    ...{ letterDate: suggestions.suggestedDate, receivedDate: dayOf(desk.now()) },
    ...{ sender: suggestions.suggestedSender, direction: 'incoming' as const },
    ...{ source: isMail ? ('mail' as const) : ('upload' as const), proposedCase: null, proposedKeyword: null },
  };
  const whole = { ...shared, itemId: desk.newId(), title, remark: null, content, pageTexts };
  const remark = `Anlage der E-Mail „${title.slice(0, 400)}“`;
  const others = parts.map((number) => {
    const part = partOf(desk, finished, number);
    const { suggestedTitle } = part.suggestions;
    return {
      ...shared,
      itemId: desk.newId(),
      title: suggestedTitle,
      remark,
      content: part.content,
      pageTexts: part.pageTexts,
    };
  });
  requireSendable([whole, ...others]);
  return { inboxId, letters: [whole, ...others] };
}

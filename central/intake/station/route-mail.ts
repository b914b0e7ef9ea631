import { dayOf } from '../../../core/domain/moments.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import { type FilingProposal, proposeFiling } from '../proposals/propose-filing.ts';
import { NoInboxError, routeDocument, type Routing } from '../routing/routing.ts';
import { letterOf, noBasket, type Routed, type RoutingTools } from './route-letter.ts';

/** The mail, or one of its attachments. */
export type MailPiece = {
  /** Its subject, or its name without ending. */
  title: string;
  pages: PageWords[];
  /** What a mail says of itself; null for all other attachments. */
  mail: { sender: string | null; letterDate: string | null } | null;
};
export type MailArrival = { station: string; receivedAt: Date };

const mostPages = 5; // of each piece, for numbers and names of whom it is about

/**
 * Decides where a mail goes, with everything in it: by what is sure in one of its pieces where none contradicts, else by all of them
 * together. The first piece is the mail.
 */
export async function routeMail(tools: RoutingTools, pieces: MailPiece[], arrival: MailArrival): Promise<Routed[]> {
  const receivedOn = dayOf(arrival.receivedAt.toISOString());
  const routing = await routingOf(tools, pieces, arrival);
  const routed: Routed[] = [];
  for (const piece of pieces) {
    const found = await proposeFiling(tools.database, {
      pages: piece.pages,
      isMail: piece.mail !== null,
      coverSheet: null,
      receivedOn,
    });
    const letter = letterOf(routing, filingOf(piece, found, pieces[0]?.mail ?? null), { receivedOn, source: 'mail' });
    routed.push({ inboxId: routing?.inboxId ?? null, letter, reason: routing ? null : noBasket });
  }
  return routed;
}

async function routingOf(tools: RoutingTools, pieces: MailPiece[], arrival: MailArrival): Promise<Routing | null> {
  const { database, baskets } = tools;
  const receivedOn = dayOf(arrival.receivedAt.toISOString());
  const shared = { coverSheet: null, station: arrival.station, baskets, receivedOn };
  const from = pieces[0]?.mail?.sender ?? null;
  const heads = pieces.map(({ pages }) => pages.slice(0, mostPages));
  try {
    const found: Routing[] = [];
    for (const [index, pages] of heads.entries()) {
      const sender = index === 0 ? from : null;
      if (index === 0 || pages.length > 0) found.push(await routeDocument(database, { ...shared, pages, sender }));
    }
    const sure = found.filter(({ caseFileId }) => caseFileId !== null);
    const files = new Set(sure.map(({ caseFileId }) => caseFileId));
    if (sure[0] && files.size === 1) return sure[0];
    const pages = heads.flat().map((page, index) => ({ ...page, number: index + 1 }));
    return await routeDocument(database, { ...shared, pages, sender: from });
  } catch (error) {
    if (error instanceof NoInboxError) return null;
    throw error;
  }
}

/** Where a mail says it. */
const mailReasons = {
  title: 'Betreff der E-Mail',
  letterDate: 'Datum der E-Mail',
  sender: 'Absender der E-Mail',
};

/** A mail bears its subject and its own date; what is proposed for another attachment goes before what the mail says. */
function filingOf({ title, mail, pages }: MailPiece, found: FilingProposal, whole: MailPiece['mail']): FilingProposal {
  if (mail) return { ...found, title, letterDate: mail.letterDate, sender: nameOf(mail.sender), reasons: mailReasons };
  const hasText = pages.some(({ text }) => text.trim() !== '');
  const { reasons } = found;
  return {
    ...found,
    title: hasText ? found.title : title,
    letterDate: found.letterDate ?? whole?.letterDate ?? null,
    sender: found.sender ?? nameOf(whole?.sender ?? null),
    reasons: {
      title: hasText ? reasons.title : 'Name der Anlage',
      letterDate: reasons.letterDate ?? mailReasons.letterDate,
      sender: reasons.sender ?? mailReasons.sender,
    },
  };
}

/** `"Anna Petersen" <anna@beispiel.de>` to the name; the address where there is none. */
function nameOf(sender: string | null): string | null {
  const name =
    sender
      ?.replace(/\s*<.*$/, '')
      .replaceAll('"', '')
      .trim() || sender?.replace(/[<>]/g, '');
  return name ? name.slice(0, 200) : null;
}

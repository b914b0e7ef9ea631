import { germanDate } from '../dates.ts';
import { applicantOf, fullName } from '../households.ts';
import { companyLetter } from '../pages/letters.ts';
import type { KeywordKey, SampleParty } from '../types.ts';
import { applicantParty, type Composed, type KindContext, officeParty, pagesContent } from './kind.ts';

type OthersLetter = {
  sender: string;
  trade: string;
  title: string;
  subject?: string;
  paragraphs: string[];
  references?: [string, string][];
  /** The letter went to the centre itself, not to the household that hands it in. */
  isToOffice?: boolean;
  signer?: string;
};

const isCompany = /eG|AG|Kasse|kasse|BKK|Bank|bank|Lebensversicherung|Kanzlei|anwalt|anwältin/;

/** A letter that somebody outside wrote, to the household or to the centre. */
export function letterOf(context: KindContext, keyword: string, content: OthersLetter): Composed {
  const sender: SampleParty = {
    name: content.sender,
    address: { street: 'Rathausplatz 3', postcode: '43110', place: 'Marschhusen' },
    kind: isCompany.test(content.sender) ? 'company' : 'authority',
  };
  const pages = companyLetter(context, {
    sender,
    trade: content.trade,
    addressee: content.isToOffice ? officeParty(context) : applicantParty(context),
    subject: content.subject ?? content.title,
    references: [
      ...(content.references ?? []),
      ...(content.isToOffice ? ([['BG-Nummer', context.household.bgNumber]] as [string, string][]) : []),
    ],
    ...(content.signer ? { signer: content.signer } : {}),
    body: (letter) => {
      for (const paragraph of content.paragraphs) letter.paragraph(paragraph);
    },
  });
  const keywordKey: KeywordKey = `keyword:${keyword}`;
  return {
    title: content.title,
    keywordKey,
    direction: 'incoming',
    sender: sender.name,
    content: pagesContent(pages, sender.name),
  };
}

/** Number under which others keep the household. */
export const numberOf = (context: KindContext, prefix: string) => `${prefix}${100_000 + context.household.index * 37}`;
/** The applicant. */
export const person = (context: KindContext) => applicantOf(context.household);
/** The applicant with date of birth, as authorities name people. */
export const born = (context: KindContext) =>
  `${fullName(person(context))}, geboren am ${germanDate(person(context).birthDate)}`;

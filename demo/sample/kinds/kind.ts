import { applicantOf, fullName } from '../households.ts';
import type { Page } from '../pages/page.ts';
import type { Random } from '../random.ts';
import type {
  Day,
  Direction,
  KeywordKey,
  SampleAccount,
  SampleCentre,
  SampleHousehold,
  SampleParty,
} from '../types.ts';

/** What every kind of document is made from. */
export type KindContext = {
  household: SampleHousehold;
  /** Date of the letter. */
  date: Day;
  today: Day;
  random: Random;
  worker: SampleAccount;
  centre: SampleCentre;
};

export type MailAttachment = {
  fileName: string;
  mediaType: string;
  bytes: () => Promise<Uint8Array>;
  contentId?: string;
};

export type MailDraft = {
  from: { name: string; address: string };
  to: { name: string; address: string };
  subject: string;
  /** Local time of sending, `14:05`. */
  time: string;
  text: string;
  html: string | null;
  attachments: MailAttachment[];
};

export type Content =
  | { kind: 'pages'; pages: Page[]; author: string }
  | { kind: 'text'; text: string }
  | { kind: 'mail'; draft: MailDraft };

export type Composed = {
  title: string;
  keywordKey: KeywordKey;
  direction: Direction;
  sender: string;
  content: Content;
};

export type Kind = (context: KindContext) => Composed;

/** Applicant of the household as sender or addressee of a letter. */
export function applicantParty({ household }: KindContext): SampleParty {
  return { name: fullName(applicantOf(household)), address: household.address, kind: 'person' };
}

/** The centre as addressee of a letter. */
export function officeParty({ centre }: KindContext): SampleParty {
  return { name: `Kreis Nordermarsch – ${centre.name}`, address: centre.address, kind: 'authority' };
}

/** BG number as citizens write it: mostly as printed, sometimes with blanks or in the old form. */
export function writtenBgNumber({ household, random }: KindContext): string {
  const bg = household.bgNumber;
  const draw = random.next();
  if (draw < 0.7) return bg;
  return draw < 0.9 ? `${bg.slice(0, 5)} BG ${bg.slice(7)}` : `${bg.slice(0, 5)}//${bg.slice(7)}`;
}

/** Content of drawn pages. */
export function pagesContent(pages: Page[], author: string): Content {
  return { kind: 'pages', pages, author };
}

/** Something the landlord of the household sent. */
export function fromLandlord(
  { household }: KindContext,
  keyword: string,
  title: string,
  pages: Page[],
  direction: Composed['direction'] = 'incoming',
): Composed {
  const sender = household.dwelling.landlord.name;
  return { title, keywordKey: `keyword:${keyword}`, direction, sender, content: pagesContent(pages, sender) };
}

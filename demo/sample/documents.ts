import { Buffer } from 'node:buffer';
import { germanDate } from './dates.ts';
import type { Composed, KindContext } from './kinds/kind.ts';
import { writeMail } from './kinds/mail.ts';
import { centreOf } from './office.ts';
import { pageText } from './pages/page.ts';
import type { Page } from './pages/page.ts';
import { pagesToPdf, scansToPdf } from './pages/pdf.ts';
import { photographPage, scanPage } from './pages/raster.ts';
import { createRandom } from './random.ts';
import { keywordOf } from './registers.ts';
import type { Day, DocumentForm, DocumentKey, SampleAccount, SampleDocument, SampleHousehold } from './types.ts';

/** A document that will exist: what, when, and in which form it came. */
export type DocumentPlan = {
  kind: string;
  letterDate: Day;
  receivedDate: Day;
  /** 1: belongs to every file, 2: usual, 3: mass. */
  priority: 1 | 2 | 3;
  form: DocumentForm;
  compose: (context: KindContext) => Composed;
};

type DocumentPlace = {
  key: DocumentKey;
  seed: string;
  household: SampleHousehold;
  worker: SampleAccount;
  today: Day;
};

const MEDIA_TYPES = {
  digital: 'application/pdf',
  scan: 'application/pdf',
  scanWithText: 'application/pdf',
  photo: 'image/jpeg',
  mail: 'message/rfc822',
  text: 'text/plain',
} as const;

function slug(text: string): string {
  return text
    .replace(/^(E-Mail|Vermerk): /, '')
    .replace(/[^A-Za-zÄÖÜäöüß0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
}

function fileNameOf(form: DocumentForm, title: string, received: Day, draw: () => number): string {
  const compact = received.replaceAll('-', '');
  const time = String(70_000 + Math.floor(draw() * 90_000)).padStart(6, '0');
  switch (form) {
    case 'scan':
    case 'scanWithText':
      return `Scan_${compact}_${time}.pdf`;
    case 'photo':
      return `IMG_${compact}_${time}.jpg`;
    case 'mail':
      return `${slug(title)}.eml`;
    case 'text':
      return `${slug(title)}_${received}.txt`;
    default:
      return `${slug(title)}.pdf`;
  }
}

function printedPages(composed: Composed, form: DocumentForm): string[] {
  const { content } = composed;
  if (content.kind === 'text') return [content.text];
  if (content.kind === 'mail') return [`${content.draft.subject}\n\n${content.draft.text}`];
  return (form === 'photo' ? content.pages.slice(0, 1) : content.pages).map(pageText);
}

async function pageBytes(
  pages: readonly Page[],
  composed: Composed,
  plan: DocumentPlan,
  place: DocumentPlace,
): Promise<Uint8Array> {
  const random = createRandom(`${place.seed}/${place.key}/picture`);
  const first = pages[0];
  if (plan.form === 'photo' && first) return photographPage(first, random);
  const facts = { title: composed.title, author: composed.sender, date: plan.letterDate };
  if (plan.form === 'digital') return await pagesToPdf(pages, facts);
  const stamp = { office: centreOf(place.household.centreKey).name, date: germanDate(plan.receivedDate) };
  const scans = pages.map((page, index) =>
    scanPage(page, random.fork(String(index)), index === 0 && composed.direction === 'incoming' ? stamp : null),
  );
  const scanned = {
    title: 'Scan',
    author: 'Scanstelle',
    date: plan.receivedDate,
    producer: 'Scanstation Nordermarsch',
  };
  return await scansToPdf(scans, scanned, plan.form === 'scanWithText' ? pages : null);
}

/** Turns a plan into a document: text at once, bytes when asked for. Order and sheet number are set by the file. */
export function createDocument(plan: DocumentPlan, place: DocumentPlace): SampleDocument {
  const { household, worker, today } = place;
  const random = createRandom(`${place.seed}/${place.key}`);
  const centre = centreOf(household.centreKey);
  const composed = plan.compose({ household, worker, today, centre, random, date: plan.letterDate });
  const form = composed.content.kind === 'mail' ? 'mail' : composed.content.kind === 'text' ? 'text' : plan.form;
  const printedText = printedPages(composed, form);
  const hasText = form !== 'scan' && form !== 'photo';
  const { content } = composed;
  const bytes = async (): Promise<Uint8Array> => {
    if (content.kind === 'text') return Buffer.from(content.text, 'utf8');
    if (content.kind === 'mail') return await writeMail(content.draft, plan.letterDate, place.key.replaceAll(':', '-'));
    return await pageBytes(content.pages, composed, plan, place);
  };
  return {
    key: place.key,
    householdKey: household.key,
    kind: plan.kind,
    form,
    fileName: fileNameOf(form, composed.title, plan.receivedDate, random.fork('file-name').next),
    mediaType: MEDIA_TYPES[form],
    title: composed.title,
    keywordKey: composed.keywordKey,
    registerKey: keywordOf(composed.keywordKey).registerKey,
    letterDate: plan.letterDate,
    receivedDate: plan.receivedDate,
    sender: composed.sender,
    direction: composed.direction,
    pageCount: printedText.length,
    text: hasText ? printedText : printedText.map(() => ''),
    printedText,
    order: 0,
    firstSheet: 0,
    bytes,
  };
}

/** Documents of a file from its plans: in order of receipt, with order and sheet numbers. */
export function fileDocuments(plans: readonly DocumentPlan[], place: Omit<DocumentPlace, 'key'>): SampleDocument[] {
  const number = place.household.key.slice('household:'.length);
  let firstSheet = 1;
  return plans.map((plan, index) => {
    const key: DocumentKey = `document:${number}-${String(index + 1).padStart(3, '0')}`;
    const document = { ...createDocument(plan, { ...place, key }), order: index + 1, firstSheet };
    firstSheet += document.pageCount;
    return document;
  });
}

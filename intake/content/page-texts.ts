import { calendarText, isCalendar } from './calendar-text.ts';
import type { ContentReport, PageText } from './content-report.ts';
import { recognise } from './file-recognition.ts';
import { htmlToText } from './html-safety.ts';
import { mailToText, readMail } from './mail-document.ts';
import { pageToText } from './office-blocks.ts';
import { readOffice } from './office-document.ts';
import { closePdf, MAX_PDF_PAGES, openPdf, pdfPageText } from './pdf-document.ts';
import type { PdfiumSource } from './pdfium-engine.ts';
import { decodeText, MAX_PAGE_CHARACTERS, searchableText, textPages, visibleText } from './plain-text.ts';

/** Most characters of text taken from one document. */
const MAX_DOCUMENT_CHARACTERS = 100_000_000;

/** Searchable text page by page; nothing for pictures, archives and files that cannot be read. */
export async function* readPageTexts(
  bytes: Uint8Array,
  report: ContentReport,
  password: string,
  pdfium: PdfiumSource,
): AsyncGenerator<PageText> {
  if (report.kind === 'pdf') yield* pdfTexts(bytes, password, pdfium);
  else if (report.state === 'showable') yield* numbered(await wholeTexts(bytes, report));
}

async function* pdfTexts(bytes: Uint8Array, password: string, pdfium: PdfiumSource): AsyncGenerator<PageText> {
  const pdf = openPdf(await pdfium(), bytes, password);
  if (typeof pdf === 'string') return;
  let characters = 0;
  try {
    for (
      let page = 0;
      page < Math.min(pdf.pageCount, MAX_PDF_PAGES) && characters < MAX_DOCUMENT_CHARACTERS;
      page += 1
    ) {
      const text = pdfPageText(pdf, page);
      characters += text.length;
      yield { number: page + 1, text };
    }
  } finally {
    closePdf(pdf);
  }
}

async function wholeTexts(bytes: Uint8Array, report: ContentReport): Promise<string[]> {
  // The report already settled what it is; the name it was settled with is not needed again, except for these.
  const recognised = recognise(bytes, report.kind === 'mail' ? 'mail.eml' : report.kind === 'html' ? 'page.html' : '');
  if (report.kind === 'mail') {
    const mail = await readMail(bytes, recognised);
    return 'explanation' in mail ? [] : [mailToText(mail)];
  }
  if (report.kind === 'office') {
    const read = readOffice(bytes, recognised);
    return 'explanation' in read ? [] : read.pages.map((page) => searchableText(pageToText(page)));
  }
  if (report.kind === 'html') return [searchableText(htmlToText(decodeText(bytes)))];
  // Columns of a plain text are made with blanks: they stay, because this text is also what is shown.
  if (report.kind === 'text')
    return textPages(bytes).map((page) => visibleText(readable(page).slice(0, MAX_PAGE_CHARACTERS)).normalize('NFC'));
  return [];
}

/** A calendar entry is told in words; every other text is shown as it is. */
function readable(page: string): string {
  return (isCalendar(page) ? calendarText(page) : null) ?? page;
}

function* numbered(texts: string[]): Generator<PageText> {
  for (const [index, text] of texts.entries()) yield { number: index + 1, text };
}

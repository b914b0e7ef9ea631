import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import PostalMime from 'postal-mime';
import { beforeAll, describe, expect, it } from 'vitest';
import { calculate } from './calculation.ts';
import { generateOffice } from './generate.ts';
import { HOSTILE_PASSWORD, type HostileFile, hostileFiles } from './hostile.ts';
import { amount } from './money.ts';
import { loadPdfium } from './pdfium-for-tests.ts';
import type { SampleDocument } from './types.ts';

const office = generateOffice({ today: '2026-11-22' });
const documents = [...office.caseFiles()].flatMap((file) => file.documents);
const items = [...office.inboxItems()].map(({ document }) => document);
let openPdf: Awaited<ReturnType<typeof loadPdfium>>;
beforeAll(async () => {
  openPdf = await loadPdfium();
});

const plain = (text: string) => text.replace(/\s+/g, '');

function firstOfEach(test: (document: SampleDocument) => boolean): SampleDocument[] {
  const found = new Map<string, SampleDocument>();
  for (const document of [...documents, ...items])
    if (test(document) && !found.has(`${document.kind}/${document.form}`))
      found.set(`${document.kind}/${document.form}`, document);
  return [...found.values()];
}

function opened(bytes: Uint8Array, password?: string): { pageCount: number; text: string[] } {
  const result = openPdf(bytes, password);
  if ('error' in result) throw new Error(`PDFium refused the file: ${result.error}`);
  return result;
}

describe('files of the sample office', () => {
  it('are PDFs whose text in PDFium is the text of the document, under 30 kB', async () => {
    for (const document of firstOfEach(({ form }) => form === 'digital')) {
      const bytes = await document.bytes();
      const { pageCount, text } = opened(bytes);
      expect(bytes.length, document.key).toBeLessThan(30_000);
      expect(pageCount, document.key).toBe(document.pageCount);
      expect(text.map(plain), document.key).toEqual(document.text.map(plain));
    }
  });

  it('are scans of at most 90 kB a page without a text layer', async () => {
    for (const document of firstOfEach(({ form }) => form === 'scan')) {
      const bytes = await document.bytes();
      const { pageCount, text } = opened(bytes);
      expect(pageCount, document.key).toBe(document.pageCount);
      expect(text.join('').trim(), document.key).toBe('');
      expect(bytes.length / pageCount, document.key).toBeLessThanOrEqual(90_000);
      expect(bytes.length / pageCount, document.key).toBeGreaterThan(15_000);
    }
  });

  it('are scans with an invisible text layer where the scanner has read the page', async () => {
    for (const document of firstOfEach(({ form }) => form === 'scanWithText').slice(0, 8)) {
      const { text } = opened(await document.bytes());
      expect(text.map(plain), document.key).toEqual(document.text.map(plain));
    }
  });

  it('are photos in JPEG', async () => {
    for (const document of firstOfEach(({ form }) => form === 'photo')) {
      const bytes = await document.bytes();
      expect([bytes[0], bytes[1], bytes.at(-2), bytes.at(-1)], document.key).toEqual([0xff, 0xd8, 0xff, 0xd9]);
      expect(document.fileName).toMatch(/\.jpg$/);
    }
  });

  it('are mails that a mail reader understands, with umlauts and attachments that open', async () => {
    const mails = documents.filter(({ form }) => form === 'mail');
    let attachments = 0;
    let html = 0;
    for (const mail of mails.slice(0, 60)) {
      const parsed = await PostalMime.parse(await mail.bytes());
      expect(mail.title, mail.key).toBe(`E-Mail: ${parsed.subject}`);
      expect(parsed.from?.name, mail.key).toBe(mail.sender);
      expect(plain(mail.text[0] ?? ''), mail.key).toContain(plain(parsed.text ?? '-'));
      expect(parsed.date?.slice(0, 10), mail.key).toBe(mail.letterDate);
      if (parsed.html) html++;
      for (const { mimeType, content, filename } of parsed.attachments) {
        attachments++;
        expect(filename).toBeTruthy();
        const bytes = new Uint8Array(content as ArrayBuffer);
        if (mimeType === 'application/pdf') expect(opened(bytes).pageCount).toBeGreaterThan(0);
        else expect([bytes[0], bytes[1]]).toEqual([0xff, 0xd8]);
      }
    }
    expect(attachments).toBeGreaterThan(10);
    expect(html).toBeGreaterThan(20);
  });

  it('print the calculation of the household in its notices', () => {
    for (const { household, documents: inFile } of [...office.caseFiles()].slice(0, 40)) {
      for (const period of household.periods) {
        const notice = inFile.find(
          ({ kind, text }) =>
            kind === 'bewilligungsbescheid' && text[0]?.includes(period.from.split('-').reverse().join('.')),
        );
        if (!notice) continue;
        const { need, income, payment, persons } = calculate(household, period.from);
        const text = notice.text.join('\n');
        for (const cents of [need, income, payment, ...persons.map((person) => person.payment)])
          expect(text, notice.key).toContain(amount(cents));
      }
    }
  });
});

describe('hostile files', () => {
  let files: Map<string, HostileFile>;
  const get = (key: string): HostileFile => files.get(key) as HostileFile;
  beforeAll(async () => {
    files = new Map((await hostileFiles()).map((file) => [file.key, file]));
  });

  it('are the same on every run', async () => {
    const hashes = (list: Iterable<HostileFile>) =>
      [...list].map(({ bytes }) => createHash('sha256').update(bytes).digest('hex'));
    expect(hashes(await hostileFiles())).toEqual(hashes(files.values()));
    expect(files.size).toBe(10);
  });

  it('need the password where one is set', () => {
    expect(openPdf(get('locked.pdf').bytes)).toEqual({ error: 4 });
    expect(opened(get('locked.pdf').bytes, HOSTILE_PASSWORD).text[0]).toContain('Kontoauszug');
  });

  it('are broken, empty, mislabelled or no documents at all, as they say', () => {
    expect(openPdf(get('truncated.pdf').bytes)).toHaveProperty('error');
    expect(get('empty.pdf').bytes).toHaveLength(0);
    expect([...get('picture.pdf').bytes.slice(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
    expect([...get('program.pdf').bytes.slice(0, 2)]).toEqual([0x4d, 0x5a]);
    expect([...get('noise.docx').bytes.slice(0, 2)]).not.toEqual([0x50, 0x4b]);
    expect(opened(get('many-pages.pdf').bytes).pageCount).toBe(2000);
  });

  it('hold a script, a remote picture, a way out of the folder and control characters', async () => {
    const mail = await PostalMime.parse(get('script.eml').bytes);
    expect(mail.html).toContain('<script>');
    expect(mail.html).toContain('src="https://tracker.example/');
    expect(Object.keys(unzipSync(get('traversal.zip').bytes)).some((name) => name.startsWith('../'))).toBe(true);
    expect(get('odd-name.pdf').fileName).toMatch(/[\u0000-\u001f]/);
    expect(opened(get('odd-name.pdf').bytes).pageCount).toBe(1);
  });
});

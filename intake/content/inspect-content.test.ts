import { createRequire } from 'node:module';
import { PDFName, PDFString } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ContentReport, PageText } from './content-report.ts';
import { createJobRunner } from './job-runner.ts';
import { docxOf, greyTags, openDocumentOf, paragraph, pdfOf, PNG, pngClaiming, tiffOf } from './test-documents.ts';

const runner = createJobRunner(createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm'));

async function inspect(bytes: Uint8Array, fileName: string): Promise<ContentReport> {
  const { answer } = await runner.run({ task: 'inspect', bytes, fileName }, () => true);
  return answer as ContentReport;
}

async function textsOf(bytes: Uint8Array, report: ContentReport): Promise<string[]> {
  const pages: PageText[] = [];
  await runner.run({ task: 'pageTexts', bytes, report, password: '' }, (page) => pages.push(page) > 0);
  return pages.map((page) => page.text);
}

describe('inspecting a PDF', () => {
  it('counts its pages and gives the text of each', async () => {
    const bytes = await pdfOf(['Mietbescheinigung für Frau Petersen', 'Heizkosten 2026']);
    const report = await inspect(bytes, 'Miete.pdf');
    expect(report).toMatchObject({
      kind: 'pdf',
      mediaType: 'application/pdf',
      pageCount: 2,
      encrypted: 'no',
      state: 'showable',
      hasText: true,
    });
    expect(report.warnings).toEqual([]);
    expect(await textsOf(bytes, report)).toEqual(['Mietbescheinigung für Frau Petersen', 'Heizkosten 2026']);
  });

  it('finds what was typed into form fields', async () => {
    const bytes = await pdfOf(['Antrag'], (pdf) => {
      const field = pdf.getForm().createTextField('name');
      field.addToPage(pdf.getPage(0), { x: 20, y: 20, width: 200, height: 20 });
      field.setText('Hinrichsen');
    });
    expect((await textsOf(bytes, await inspect(bytes, 'a.pdf'))).join()).toContain('Hinrichsen');
  });

  it('says that a scan without text has none', async () => {
    const bytes = await pdfOf([''], async (pdf) => {
      pdf.getPage(0).drawImage(await pdf.embedPng(PNG), { x: 0, y: 0, width: 100, height: 100 });
    });
    expect(await inspect(bytes, 'scan.pdf')).toMatchObject({ state: 'showable', hasText: false, pageCount: 1 });
  });

  it('asks for the password, tells a wrong one, and opens with the right one', async () => {
    const bytes = await pdfOf(
      ['Vertraulich'],
      (pdf) => void pdf.encrypt({ userPassword: 'geheim', ownerPassword: 'chef' }),
    );
    const report = await inspect(bytes, 'v.pdf');
    expect(report).toMatchObject({ encrypted: 'password', state: 'explained', pageCount: null });
    expect(report.explanation?.message).toBe(
      'Dieses PDF ist mit einem Kennwort geschützt. Es bleibt unverändert erhalten. In der E-Akte wird es mit seinem Kennwort gelesen; das Kennwort wird nicht gespeichert.',
    );
    expect(await textsOf(bytes, report)).toEqual([]);
    const wrong = await runner.run({ task: 'openWithPassword', bytes, password: 'falsch' }, () => true);
    expect(wrong.answer).toBe('wrong password');
    const right = await runner.run({ task: 'openWithPassword', bytes, password: 'geheim' }, () => true);
    expect(right.answer).toMatchObject({ encrypted: 'password', state: 'showable', pageCount: 1 });
  });

  it('opens one that is only protected against changes', async () => {
    const bytes = await pdfOf(
      ['Bescheid'],
      (pdf) => void pdf.encrypt({ userPassword: '', ownerPassword: 'chef', permissions: { printing: false } }),
    );
    const report = await inspect(bytes, 'b.pdf');
    expect(report).toMatchObject({ encrypted: 'openable', state: 'showable' });
    expect(report.warnings).toContain(
      'Die Verfasserin oder der Verfasser hat das Drucken, Kopieren oder Ändern eingeschränkt.',
    );
  });

  it('lists embedded files with safe names and their true type, and hands them out', async () => {
    const bytes = await pdfOf(['Rechnung'], async (pdf) => {
      await pdf.attach(strToU8('<?xml version="1.0"?><rechnung/>'), 'factur-x.xml', { mimeType: 'text/plain' });
      await pdf.attach(PNG, '../../boot.ini', { mimeType: 'application/x-msdownload' });
    });
    const report = await inspect(bytes, 'r.pdf');
    expect(report.attachments).toContainEqual({ name: 'factur-x.xml', mediaType: 'application/xml', size: 32 });
    expect(report.attachments).toContainEqual({ name: 'boot.ini', mediaType: 'image/png', size: PNG.length });
    const index = report.attachments.findIndex((attachment) => attachment.name === 'boot.ini');
    const { answer } = await runner.run({ task: 'pdfAttachment', bytes, index, password: '' }, () => true);
    expect(answer).toMatchObject({ name: 'boot.ini', mediaType: 'image/png' });
    expect(Buffer.from((answer as { bytes: Uint8Array }).bytes).equals(PNG)).toBe(true);
    const missing = await runner.run({ task: 'pdfAttachment', bytes, index: 9, password: '' }, () => true);
    expect(missing.answer).toMatchObject({ explanation: { code: 'not-found' } });
  });

  it('warns of scripts and does not run them', async () => {
    const bytes = await pdfOf(
      ['Text'],
      (pdf) => {
        const script = PDFString.of('app.launchURL("http://127.0.0.1:9/");');
        pdf.catalog.set(PDFName.of('OpenAction'), pdf.context.obj({ Type: 'Action', S: 'JavaScript', JS: script }));
      },
      { useObjectStreams: false },
    );
    expect((await inspect(await pdfOf(['Text']), 'a.pdf')).warnings).toEqual([]);
    const report = await inspect(bytes, 'a.pdf');
    expect(report.warnings).toContain('Das Dokument enthält Programmanweisungen. Sie werden nicht ausgeführt.');
  });

  it('explains a damaged one, and one cut off at its head', async () => {
    const bytes = await pdfOf(['Text']);
    for (const damaged of [bytes.slice(0, 60), strToU8('%PDF-1.4\nkein Inhalt')]) {
      const report = await inspect(damaged, 'a.pdf');
      expect(report).toMatchObject({ kind: 'pdf', state: 'explained', explanation: { code: 'damaged' } });
      expect(report.explanation?.message).toBe(
        'Diese Datei ist beschädigt (kein gültiges PDF). Sie bleibt unverändert erhalten und kann heruntergeladen werden. Bitten Sie bei Bedarf um eine neue Zusendung.',
      );
    }
  });
});

describe('inspecting pictures', () => {
  it('reads the size of a picture without decoding it', async () => {
    expect(await inspect(PNG, 'foto.png')).toMatchObject({
      kind: 'image',
      mediaType: 'image/png',
      width: 1,
      height: 1,
      pageCount: 1,
      state: 'showable',
    });
  });

  it('refuses to show a picture that claims to be enormous', async () => {
    expect(await inspect(pngClaiming(60_000, 60_000), 'bombe.png')).toMatchObject({
      state: 'explained',
      explanation: { code: 'too-large' },
    });
    expect(await inspect(pngClaiming(16_000, 12_000), 'bombe.png')).toMatchObject({ state: 'explained' });
    expect(await inspect(pngClaiming(8_000, 6_000), 'foto.png')).toMatchObject({ state: 'showable' });
  });

  it('tells pictures that are cut off or have no valid head', async () => {
    expect((await inspect(PNG.subarray(0, 40), 'a.png')).warnings).toEqual([
      'Das Bild ist möglicherweise unvollständig.',
    ]);
    expect(await inspect(pngClaiming(0, 5), 'a.png')).toMatchObject({
      state: 'explained',
      explanation: { code: 'damaged' },
    });
  });

  it('never shows vector graphics and names pictures of foreign formats', async () => {
    const svg = strToU8(
      '<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    );
    expect(await inspect(svg, 'bild.svg')).toMatchObject({
      kind: 'unknown',
      mediaType: 'image/svg+xml',
      state: 'explained',
    });
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), strToU8('ftypheic'), Buffer.alloc(40)]);
    const report = await inspect(heic, 'IMG_1.HEIC');
    expect(report).toMatchObject({ kind: 'image', mediaType: 'image/heic', state: 'explained' });
    expect(report.explanation?.message).toContain('HEIC-Bild');
  });
});

describe('inspecting texts', () => {
  it.each([
    ['UTF-8', Buffer.from('Größe: 60 m²', 'utf8')],
    ['UTF-8 with mark', Buffer.from('\ufeffGröße: 60 m²', 'utf8')],
    ['UTF-16', Buffer.from('\ufeffGröße: 60 m²', 'utf16le')],
    ['UTF-16 without mark', Buffer.from('Größe: 60 m²', 'utf16le')],
    ['Windows', Buffer.from('Größe: 60 m²', 'latin1')],
  ])('reads umlauts in %s', async (_, bytes) => {
    const report = await inspect(bytes, 'notiz.txt');
    expect(report).toMatchObject({ kind: 'text', mediaType: 'text/plain', hasText: true, pageCount: 1 });
    expect(await textsOf(bytes, report)).toEqual(['Größe: 60 m²']);
  });

  it('makes control characters visible and removes direction overrides', async () => {
    const bytes = strToU8('Zeile\u001b[31m rot\r\nBetrag \u202e0001\u202c Euro');
    expect(await textsOf(bytes, await inspect(bytes, 'a.txt'))).toEqual(['Zeile␛[31m rot\nBetrag 0001 Euro']);
  });

  it('shows scripts as text with a warning', async () => {
    const report = await inspect(strToU8('@echo off\r\ndel *.*'), 'rechnung.bat');
    expect(report).toMatchObject({ kind: 'text', state: 'showable' });
    expect(report.warnings).toEqual([
      'Die Datei enthält Programmanweisungen. Sie werden als Text angezeigt und nicht ausgeführt.',
    ]);
  });

  it('shows an HTML page by its text', async () => {
    const bytes = strToU8(
      '<!DOCTYPE html><html><head><title>x</title></head><body><h1>Bescheid</h1><p>Betrag: 5&nbsp;€</p><script>alert(1)</script></body></html>',
    );
    const report = await inspect(bytes, 'seite.html');
    expect(report).toMatchObject({ kind: 'html', state: 'showable', hasText: true });
    expect(await textsOf(bytes, report)).toEqual(['Bescheid\n\nBetrag: 5 €']);
  });
});

describe('telling what a file is by its content', () => {
  it('notices a name that promises something else', async () => {
    const report = await inspect(await pdfOf(['Text']), 'foto.jpg');
    expect(report).toMatchObject({ kind: 'pdf', claimedMismatch: true, state: 'showable' });
    expect(report.warnings).toEqual(['Der Dateiname passt nicht zum Inhalt. Der Inhalt ist: PDF.']);
    expect((await inspect(PNG, 'bild.PNG')).claimedMismatch).toBeUndefined();
  });

  it('explains programs, whatever they are called', async () => {
    const report = await inspect(Buffer.concat([strToU8('MZ'), Buffer.alloc(200)]), 'Bescheid.pdf');
    expect(report).toMatchObject({
      kind: 'unknown',
      state: 'explained',
      explanation: { code: 'program' },
      claimedMismatch: true,
    });
  });

  it('explains an empty file and an unknown one', async () => {
    expect(await inspect(new Uint8Array(), 'a.pdf')).toMatchObject({
      kind: 'empty',
      state: 'explained',
      explanation: { code: 'empty' },
    });
    const noise = Uint8Array.from({ length: 300 }, (_, index) => (index * 7) % 32);
    expect(await inspect(noise, 'a.dat')).toMatchObject({
      kind: 'unknown',
      state: 'explained',
      explanation: { code: 'format-unknown' },
    });
  });

  it('lists a zip archive without unpacking it, with names that lead nowhere', async () => {
    const bytes = zipSync({
      'Ordner/Größe.txt': strToU8('x'),
      '../../../etc/passwd': strToU8('y'),
      'C:\\Windows\\a.exe': strToU8('z'),
    });
    const report = await inspect(bytes, 'a.zip');
    expect(report).toMatchObject({ kind: 'archive', state: 'explained', explanation: { code: 'archive' } });
    expect(report.attachments.map((attachment) => attachment.name)).toEqual([
      'Ordner/Größe.txt',
      'etc/passwd',
      'C_/Windows/a.exe',
    ]);
    expect(report.warnings).toContain('Einige enthaltene Dateinamen waren unzulässig und wurden geändert.');
  });
});

describe('any bytes at all', () => {
  const seeds = Promise.all([
    pdfOf(['Seite eins', 'Seite zwei']),
    Promise.resolve(docxOf(paragraph('Sehr geehrte Damen und Herren'))),
    Promise.resolve(openDocumentOf('text', '<office:text><text:p>Hallo</text:p></office:text>')),
    Promise.resolve(tiffOf([{ tags: greyTags(8, 8, 1), strip: new Uint8Array(64) }])),
    Promise.resolve(
      strToU8(
        'From: a@b.de\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nHallo\r\n--x--',
      ),
    ),
    Promise.resolve(strToU8("{\\rtf1\\ansi\\ansicpg1252 Hall\\'f6chen \\u228?\\par}")),
    Promise.resolve(new Uint8Array(PNG)),
  ]);

  it('get a report, also when a real file is cut off or changed at random', async () => {
    const originals = await seeds;
    const change = fc.record({
      seed: fc.nat({ max: originals.length - 1 }),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      writes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 255 })), { maxLength: 20 }),
      name: fc.constantFrom('a.pdf', 'a.eml', 'a.docx', 'a', 'a.html'),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ seed, cut, writes, name }) => {
        const original = originals[seed] ?? new Uint8Array();
        const bytes = new Uint8Array(cut > 0.5 ? original : original.slice(0, Math.ceil(cut * 2 * original.length)));
        for (const [place, value] of writes) bytes[Math.floor(place * (bytes.length - 1))] = value;
        const report = await inspect(bytes, name);
        expect(report.state === 'explained').toBe(report.explanation !== undefined);
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
        await textsOf(bytes, report);
      }),
      { numRuns: 300 },
    );
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { recognise } from './file-recognition.ts';
import { pageToText } from './office-blocks.ts';
import { officeToHtml, readOffice } from './office-document.ts';
import { docxOf, openDocumentOf, paragraph, PNG, xlsxOf } from './test-documents.ts';

function read(bytes: Uint8Array, name = 'brief.docx') {
  const office = readOffice(bytes, recognise(bytes, name));
  return 'explanation' in office ? office.explanation.code : office.pages.map(pageToText);
}

async function html(bytes: Uint8Array, name = 'brief.docx'): Promise<string> {
  const office = await officeToHtml(bytes, recognise(bytes, name));
  return 'html' in office ? office.html : office.explanation.code;
}

const IMAGE = (relation: string) =>
  `<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="${relation}" r:link="${relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
const IMAGE_TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/image';

describe('a Word document', () => {
  it('gives its paragraphs, tabs and tables as text and as HTML', async () => {
    const table = `<w:tbl><w:tr><w:tc>${paragraph('Miete')}</w:tc><w:tc>${paragraph('450 €')}</w:tc></w:tr></w:tbl>`;
    const bytes = docxOf(
      `${paragraph('Sehr geehrte Frau Jensen &amp; Söhne,')}<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>${table}`,
    );
    expect(read(bytes)).toEqual(['Sehr geehrte Frau Jensen & Söhne,\na\tb\nMiete\t450 €']);
    expect(await html(bytes)).toContain('<td><p>Miete</p></td><td><p>450 €</p></td>');
  });

  it('includes the letterhead from the header, once', () => {
    const header = strToU8('<w:hdr xmlns:w="x"><w:p><w:r><w:t>Kreis Nordfriesland</w:t></w:r></w:p></w:hdr>');
    const bytes = docxOf(paragraph('Bescheid'), { parts: { 'word/header1.xml': header, 'word/header2.xml': header } });
    expect(read(bytes)).toEqual(['Bescheid\nKreis Nordfriesland']);
  });

  it('leaves out deleted text of tracked changes', () => {
    expect(read(docxOf(`${paragraph('neu')}<w:p><w:del><w:r><w:delText>alt</w:delText></w:r></w:del></w:p>`))).toEqual([
      'neu\n',
    ]);
  });

  it('keeps pictures that are inside and drops scripts in links', async () => {
    const relations = `<Relationship Id="rId5" Type="${IMAGE_TYPE}" Target="media/a.png"/><Relationship Id="rId6" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>`;
    const body = `${IMAGE('rId5')}<w:p><w:hyperlink r:id="rId6"><w:r><w:t>hier</w:t></w:r></w:hyperlink></w:p>`;
    const shown = await html(docxOf(body, { relations, parts: { 'word/media/a.png': PNG } }));
    expect(shown).toContain('<img src="data:image/png;base64,');
    expect(shown).toContain('hier');
    expect(shown).not.toMatch(/javascript|href/);
  });

  it('says that it holds macros, and never hands them to the converter', () => {
    const bytes = docxOf(paragraph('Text'), { parts: { 'word/vbaProject.bin': strToU8('Sub AutoOpen()') } });
    const recognised = recognise(bytes, 'a.docm');
    expect(recognised.mediaType).toBe('application/vnd.ms-word.document.macroEnabled.12');
    expect(readOffice(bytes, recognised)).toMatchObject({
      warnings: ['Das Dokument enthält Makros. Sie werden aufbewahrt, aber nie ausgeführt.'],
    });
  });

  it('reaches for nothing outside: no entities, no linked pictures, no templates', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.end('geheim');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const external = `<Relationship Id="rId5" Type="${IMAGE_TYPE}" Target="${origin}/a.png" TargetMode="External"/><Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="${origin}/t.dotm" TargetMode="External"/>`;
    expect(await html(docxOf(paragraph('vorher') + IMAGE('rId5'), { relations: external }))).toMatch(
      /^<p>vorher<\/p>(?:<p><\/p>)?$/,
    );
    const local = `<Relationship Id="rId5" Type="${IMAGE_TYPE}" Target="file:///etc/passwd" TargetMode="External"/>`;
    expect(await html(docxOf(paragraph('vorher') + IMAGE('rId5'), { relations: local }))).not.toContain('data:');
    const prolog = `<!DOCTYPE w [<!ENTITY x SYSTEM "${origin}/x"><!ENTITY y SYSTEM "file:///etc/passwd">]>`;
    expect(await html(docxOf(paragraph('&x;&y;'), { prolog }))).toBe('unsafe');
    expect(requests).toBe(0);
    server.close();
  });

  it('is explained when it would inflate beyond the limits', () => {
    expect(read(docxOf(`<w:p>${' '.repeat(80 * 1024 * 1024)}</w:p>`))).toBe('unsafe');
    expect(read(docxOf(`<w:p>${' '.repeat(20 * 1024 * 1024)}</w:p>`))).toBe('unsafe');
  });

  it('is explained when it is cut off', () => {
    expect(read(docxOf(paragraph('Text')).slice(0, 700))).toBe('damaged');
  });

  it('is shown as plain text when it is nested too deeply to be converted', async () => {
    const bytes = docxOf(
      `${paragraph('Text')}${'<w:sdt><w:sdtContent>'.repeat(20_000)}${'</w:sdtContent></w:sdt>'.repeat(20_000)}`,
    );
    expect(await html(bytes)).toContain('<p>Text</p>');
  });
});

describe('a spreadsheet', () => {
  it('shows texts, German numbers, dates and times as stored', async () => {
    const bytes = xlsxOf(
      '<row><c r="A1" t="s"><v>0</v></c><c r="C1"><v>1234.5</v></c></row>' +
        '<row><c r="A2" s="1"><v>46329</v></c><c r="B2" s="2"><v>0.5</v></c><c r="C2" t="inlineStr"><is><t>selbst</t></is></c><c r="D2" t="b"><v>1</v></c></row>' +
        '<row><c r="A3"><f>1+1</f><v>2</v></c></row>',
      { strings: '<si><r><t>Kosten </t></r><r><t>der Unterkunft</t></r></si>' },
    );
    expect(read(bytes, 'a.xlsx')).toEqual([
      'Einkommen\nKosten der Unterkunft\t\t1234,5\n03.11.2026\t12:00\tselbst\tWAHR\n2',
    ]);
    expect(await html(bytes, 'a.xlsx')).toContain('<td>Kosten der Unterkunft</td><td></td><td>1234,5</td>');
  });

  it('refuses entity bombs', () => {
    const prolog = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    expect(read(xlsxOf('<row><c r="A1"><v>&b;</v></c></row>', { prolog }), 'a.xlsx')).toBe('unsafe');
  });

  it('shows the beginning of a very long sheet and says so', () => {
    const bytes = xlsxOf('<row><c><v>1</v></c></row>'.repeat(6_000));
    const office = readOffice(bytes, recognise(bytes, 'a.xlsx'));
    expect(office).toMatchObject({ warnings: ['Der Inhalt ist sehr umfangreich. Es wird nur der Anfang angezeigt.'] });
    expect(read(bytes, 'a.xlsx')[0]?.split('\n')).toHaveLength(5_001);
  });

  it('is not fooled by a cell that claims to be far to the right', () => {
    expect(read(xlsxOf('<row><c r="ZZZ1"><v>1</v></c><c r="B1"><v>2</v></c></row>'), 'a.xlsx')).toEqual([
      'Einkommen\n\t2',
    ]);
  });
});

describe('an OpenDocument file', () => {
  it('gives the text of a letter without deleted passages', () => {
    const body =
      '<office:text><text:tracked-changes><text:p>alt</text:p></text:tracked-changes><text:h text:outline-level="2">Betreff</text:h><text:p>Guten<text:s/>Tag<text:tab/>Frau <text:span>Jensen</text:span><text:line-break/>Husum</text:p></office:text>';
    expect(read(openDocumentOf('text', body), 'a.odt')).toEqual(['Betreff\nGuten Tag\tFrau Jensen\nHusum']);
  });

  it('gives one page per sheet and per slide', () => {
    const sheets =
      '<table:table table:name="Januar"><table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>5</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row></table:table><table:table table:name="Februar"/>';
    expect(read(openDocumentOf('spreadsheet', `<office:spreadsheet>${sheets}</office:spreadsheet>`), 'a.ods')).toEqual([
      'Januar\n5\t5',
      'Februar',
    ]);
    const slides =
      '<draw:page draw:name="Eins"><text:p>A</text:p></draw:page><draw:page draw:name="Zwei"><text:p>B</text:p></draw:page>';
    expect(
      read(openDocumentOf('presentation', `<office:presentation>${slides}</office:presentation>`), 'a.odp'),
    ).toEqual(['Eins\nA', 'Zwei\nB']);
  });

  it('is explained when it needs a password', () => {
    const manifest = strToU8(
      '<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
    );
    expect(read(openDocumentOf('text', 'x', { 'META-INF/manifest.xml': manifest }), 'a.odt')).toBe('password');
  });
});

describe('other Office files', () => {
  it('gives one page per slide of a PowerPoint file, in order', () => {
    const slide = (text: string) => strToU8(`<p:sld xmlns:a="a"><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`);
    const bytes = zipSync({
      '[Content_Types].xml': strToU8('<Types/>'),
      'ppt/presentation.xml': strToU8('<p/>'),
      'ppt/slides/slide10.xml': slide('zehn'),
      'ppt/slides/slide2.xml': slide('zwei'),
    });
    expect(read(bytes, 'a.pptx')).toEqual(['zwei', 'zehn']);
  });

  it('reads rich text with umlauts in either notation and skips what is not text', () => {
    const rtf =
      "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}Gr\\'f6\\u223?e: \\b 60\\b0  m\\'b2\\par N\\uc2\\u228aee\\{\\}}";
    expect(read(strToU8(rtf), 'a.rtf')).toEqual(['Größe: 60 m²\nNäe{}']);
  });

  it('names Word documents from before 2007 and says that they are not shown', () => {
    const bytes = compoundFileWith('WordDocument');
    const recognised = recognise(bytes, 'alt.doc');
    expect(recognised).toMatchObject({ kind: 'office', mediaType: 'application/msword' });
    expect(readOffice(bytes, recognised)).toMatchObject({ explanation: { code: 'format-not-shown' } });
    expect(read(compoundFileWith('EncryptedPackage'), 'a.docx')).toBe('password');
  });
});

/** The smallest compound file: header, one sector of directory with one entry. */
function compoundFileWith(name: string): Uint8Array {
  const bytes = new Uint8Array(512 * 3).fill(0xff, 512);
  const view = new DataView(bytes.buffer);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(30, 9, true);
  view.setUint32(48, 1, true);
  view.setUint32(68, 0xfffffffe, true);
  view.setUint32(76, 0, true);
  bytes.fill(0, 1024);
  for (const [index, letter] of [...name].entries()) view.setUint16(1024 + index * 2, letter.charCodeAt(0), true);
  view.setUint16(1024 + 64, name.length * 2 + 2, true);
  view.setUint8(1024 + 66, 2);
  view.setUint32(512 + 4, 0xfffffffe, true);
  return bytes;
}

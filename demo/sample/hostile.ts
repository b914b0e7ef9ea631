import { Buffer } from 'node:buffer';
import { PDFDocument } from '@cantoo/pdf-lib';
import { createCanvas } from '@napi-rs/canvas';
import { type Zippable, zipSync } from 'fflate';
import { LOCKED_PDF_BASE64 } from './locked-pdf.ts';
import { Composer } from './pages/composer.ts';
import { pagesToPdf } from './pages/pdf.ts';
import { createRandom } from './random.ts';

export type HostileExpectation =
  | 'broken'
  | 'empty'
  | 'password'
  | 'mislabelled'
  | 'sanitised'
  | 'archive'
  | 'huge'
  | 'unknown'
  | 'executable'
  | 'shown';

export type HostileFile = {
  /** Harmless name to store it under on disk. */
  key: string;
  /** Name as a sender would give it; it can hold paths and control characters. */
  fileName: string;
  /** Media type the sender claims; it is wrong for some. */
  claimedMediaType: string;
  expectation: HostileExpectation;
  /** Password of a locked file. */
  password?: string;
  bytes: Uint8Array;
};

/** Password of the locked PDF. */
export const HOSTILE_PASSWORD = 'Deichgraf7';
const DAY = '2026-03-02';

function letter(text: string): Promise<Uint8Array> {
  const sheet = new Composer();
  sheet.heading('Muster', 14);
  for (let i = 0; i < 30; i++) sheet.paragraph(`${text} Zeile ${i + 1}.`);
  return pagesToPdf(sheet.finish(), { title: 'Muster', author: 'Muster', date: DAY });
}

function lockedPdf(): Uint8Array {
  return Buffer.from(LOCKED_PDF_BASE64, 'base64');
}

async function manyPages(count: number): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  for (let i = 0; i < count; i++) document.addPage([60, 80]);
  return await document.save({ addDefaultPage: false });
}

function pngPicture(): Uint8Array {
  const canvas = createCanvas(120, 80);
  const context = canvas.getContext('2d');
  context.fillStyle = '#d9c9a5';
  context.fillRect(0, 0, 120, 80);
  context.fillStyle = '#7a2e2e';
  context.fillRect(20, 20, 80, 40);
  return canvas.toBuffer('image/png');
}

const HOSTILE_HTML = `<!DOCTYPE html><html><head><script>window.hostile=1;fetch('https://tracker.example/gelesen')</script>
<link rel="stylesheet" href="https://tracker.example/stil.css"></head>
<body onload="window.hostile=2"><p>Sehr geehrte Damen und Herren,</p><p>bitte bestätigen Sie Ihre Zugangsdaten.</p>
<img src="https://tracker.example/pixel.png?id=4711" width="1" height="1" onerror="window.hostile=3">
<a href="javascript:window.hostile=4">Hier anmelden</a><form action="https://tracker.example/senden"><input name="kennwort"></form>
<iframe src="https://tracker.example/rahmen"></iframe><div style="position:fixed;inset:0;background:url(https://tracker.example/bild.png)">Hinweis</div></body></html>`;

function hostileMail(): Uint8Array {
  const head = [
    'Date: Mon, 02 Mar 2026 08:15:00 +0100',
    'From: "Kundendienst" <kundendienst@tracker.example>',
    'To: <marschhusen@nordermarsch.example>',
    'Subject: =?utf-8?B?QmVzdMOkdGlndW5nIGVyZm9yZGVybGljaA==?=',
    'Message-ID: <hostile-1@tracker.example>',
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ];
  const body = Buffer.from(HOSTILE_HTML)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n');
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}\r\n`);
}

function traversalZip(): Uint8Array {
  const entries: Zippable = {
    '../../../../tmp/ausbruch.txt': Buffer.from('außerhalb des Ordners'),
    'Unterlagen/Mietvertrag.txt': Buffer.from('Muster'),
    '/etc/absolut.txt': Buffer.from('absoluter Pfad'),
  };
  return zipSync(entries, { mtime: new Date(2026, 2, 2, 8, 0, 0), level: 6 });
}

function randomBytes(count: number): Uint8Array {
  const random = createRandom('hostile-bytes');
  return Uint8Array.from({ length: count }, () => random.int(0, 255));
}

function executable(): Uint8Array {
  const bytes = Buffer.alloc(512);
  bytes.write('MZ', 0, 'latin1');
  bytes.writeUInt32LE(128, 60);
  bytes.write('This program cannot be run in DOS mode.', 78, 'latin1');
  bytes.write('PE\0\0', 128, 'latin1');
  return bytes;
}

/** Small files that go wrong, each in its own way; the same bytes on every run. */
export async function hostileFiles(): Promise<HostileFile[]> {
  const good = await letter('Abgeschnittene Datei.');
  const pdf = 'application/pdf';
  return [
    {
      key: 'truncated.pdf',
      fileName: 'Mietvertrag.pdf',
      claimedMediaType: pdf,
      expectation: 'broken',
      bytes: good.slice(0, Math.floor(good.length * 0.55)),
    },
    {
      key: 'empty.pdf',
      fileName: 'Scan_leer.pdf',
      claimedMediaType: pdf,
      expectation: 'empty',
      bytes: new Uint8Array(0),
    },
    {
      key: 'locked.pdf',
      fileName: 'Kontoauszug_geschützt.pdf',
      claimedMediaType: pdf,
      expectation: 'password',
      password: HOSTILE_PASSWORD,
      bytes: lockedPdf(),
    },
    {
      key: 'picture.pdf',
      fileName: 'Foto.pdf',
      claimedMediaType: pdf,
      expectation: 'mislabelled',
      bytes: pngPicture(),
    },
    {
      key: 'script.eml',
      fileName: 'Bestätigung erforderlich.eml',
      claimedMediaType: 'message/rfc822',
      expectation: 'sanitised',
      bytes: hostileMail(),
    },
    {
      key: 'traversal.zip',
      fileName: 'Unterlagen.zip',
      claimedMediaType: 'application/zip',
      expectation: 'archive',
      bytes: traversalZip(),
    },
    {
      key: 'many-pages.pdf',
      fileName: 'Sammelscan.pdf',
      claimedMediaType: pdf,
      expectation: 'huge',
      bytes: await manyPages(2_000),
    },
    {
      key: 'noise.docx',
      fileName: 'Anschreiben.docx',
      claimedMediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      expectation: 'unknown',
      bytes: randomBytes(4_096),
    },
    {
      key: 'program.pdf',
      fileName: 'Rechnung.pdf',
      claimedMediaType: pdf,
      expectation: 'executable',
      bytes: executable(),
    },
    {
      key: 'odd-name.pdf',
      fileName: '..\\..\\C:/Akten/\u202Efdp.exe\u0000\u0007\r\nNachweis<b>.pdf',
      claimedMediaType: pdf,
      expectation: 'shown',
      bytes: await letter('Seltsamer Dateiname.'),
    },
  ];
}

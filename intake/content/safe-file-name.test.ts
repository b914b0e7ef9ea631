import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileExtension, safeFileName } from './safe-file-name.ts';

describe('safeFileName', () => {
  it('keeps an ordinary German name as it is', () => {
    expect(safeFileName('Mietbescheinigung Größe Straße (2).pdf')).toBe('Mietbescheinigung Größe Straße (2).pdf');
  });

  it('composes decomposed umlauts', () => {
    expect(safeFileName('Gro\u0308ße.pdf')).toBe('Größe.pdf');
  });

  it.each([
    ['/evil/filename', 'filename'],
    ['C:\\Windows\\system32\\cmd.exe', 'cmd.exe'],
    ['../../etc/passwd', 'passwd'],
    ['..', 'Unbenannt'],
    ['', 'Unbenannt'],
    ['ordner/', 'ordner'],
    ['aux', '_aux'],
    ['NUL.txt', '_NUL.txt'],
    ['COM1 .pdf', '_COM1 .pdf'],
    ['Bescheid\u202Efdp.exe', 'Bescheidfdp.exe'],
    ['a\u0000b\r\nc.pdf', 'abc.pdf'],
    ['was?ist:das*.pdf', 'was_ist_das_.pdf'],
    ['...versteckt. ', 'versteckt'],
  ])('makes %j safe', (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it('shortens a long name and keeps its extension', () => {
    const safe = safeFileName(`${'ä'.repeat(500)}.pdf`);
    expect(safe.endsWith('ä.pdf')).toBe(true);
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200);
  });

  it('gives a usable name for every string, and leaves a safe name unchanged', () => {
    const evil = fc.string({
      unit: fc.constantFrom(
        'a',
        'ä',
        '.',
        ' ',
        '/',
        '\\',
        ':',
        '\u202e',
        '\u0000',
        'con',
        '\u0301',
        '\ud800',
        '\u{1f600}',
      ),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 300 }),
          evil,
          evil.map((text) => text.repeat(60)),
        ),
        (name) => {
          const safe = safeFileName(name);
          expect(safe.length).toBeGreaterThan(0);
          expect(safe.length).toBeLessThanOrEqual(120);
          expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200);
          expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*/\\]/u);
          expect(safe).not.toMatch(/^[\s.]|[\s.]$/);
          expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i);
          expect(safeFileName(safe)).toBe(safe);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('fileExtension', () => {
  it('gives the extension in lower case', () => {
    expect(fileExtension('Brief.PDF')).toBe('pdf');
    expect(fileExtension('Brief')).toBe('');
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deepLinkInArguments, parseDeepLink } from './deep-link.ts';

test.each([
  ['aktenpult://akte/31402BG0001234', '31402BG0001234'],
  ['aktenpult://akte/31402bg0001234/', '31402BG0001234'],
  ['AKTENPULT://akte/31402BG0001234', '31402BG0001234'],
  ['aktenpult://akte/31402%2F%2F0001234', '31402BG0001234'],
  ['aktenpult://akte/31402%20BG%200001234', '31402BG0001234'],
  ['aktenpult://akte/314A103862', '314A103862'],
  ['aktenpult://akte/50.2-4711%2F26', '50.2-4711/26'],
])('%s opens a case file', (link, fileNumber) => {
  expect(parseDeepLink(link)).toEqual({ kind: 'caseFile', fileNumber });
});

test.each([
  '',
  'aktenpult:',
  'aktenpult://',
  'aktenpult://akte',
  'aktenpult://akte/',
  'aktenpult://akte/%E0%A4%A',
  'aktenpult://akte/<script>',
  'aktenpult://akte/..%2F..%2Fetc',
  `aktenpult://akte/${'9'.repeat(70)}`,
  'aktenpult://beenden',
  'http://akte/31402BG0001234',
  'file:///etc/passwd',
  'aktenpult://ablegen?akte=31402BG0001234',
  'aktenpult://ablegen?akte=31402BG0001234&titel=x&quelle=kein',
  'aktenpult://ablegen?akte=31402BG0001234&titel=x&quelle=http://a/&datum=morgen',
  'aktenpult://ablegen?akte=31402BG0001234&akte=31402BG0009999&titel=x&quelle=http://a/',
  `aktenpult://ablegen?akte=31402BG0001234&titel=${'x'.repeat(301)}&quelle=http://a/`,
])('%s is no link of ours', (link) => {
  expect(parseDeepLink(link)).toBeNull();
});

test('a notice is handed over with its particulars', () => {
  const words = new URLSearchParams({
    akte: '31402 BG 0001234',
    titel: 'Bewilligungsbescheid 12/2026 bis 05/2027',
    schlagwort: 'Bewilligungsbescheid',
    datum: '2026-11-22',
    quelle: 'http://127.0.0.1:4700/bescheide/abc.pdf',
  });
  expect(parseDeepLink(`aktenpult://ablegen?${words}`)).toEqual({
    kind: 'notice',
    fileNumber: '31402BG0001234',
    title: 'Bewilligungsbescheid 12/2026 bis 05/2027',
    keyword: 'Bewilligungsbescheid',
    letterDate: '2026-11-22',
    source: 'http://127.0.0.1:4700/bescheide/abc.pdf',
  });
});

test('keyword and date may be missing', () => {
  expect(parseDeepLink('aktenpult://ablegen?akte=314A103862&titel=x&quelle=http://a/b.pdf')).toMatchObject({
    keyword: null,
    letterDate: null,
  });
});

test('the link is found among the words of a start, with those that Chromium adds', () => {
  const words = ['C:\\Aktenpult.exe', '--allow-file-access-from-files', 'aktenpult://akte/314A103862'];
  expect(deepLinkInArguments(words)).toBe('aktenpult://akte/314A103862');
  expect(deepLinkInArguments(['Aktenpult', '--data', 'x'])).toBeNull();
});

test('no text whatever makes it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `aktenpult://akte/${text}`),
      ),
      (text) => {
        const link = parseDeepLink(text);
        if (link) expect(link.fileNumber).not.toMatch(/[<>"'\\?#]|\.\.\//);
      },
    ),
  );
});

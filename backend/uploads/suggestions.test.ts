import { expect, test } from 'vitest';
import type { ContentReport } from '../../intake/content/content-report.ts';
import { suggestFiling } from './suggestions.ts';

const today = '2026-11-22';
const report = (more: Partial<ContentReport> = {}): ContentReport => ({
  kind: 'pdf',
  mediaType: 'application/pdf',
  pageCount: 1,
  encrypted: 'no',
  attachments: [],
  state: 'showable',
  hasText: true,
  warnings: [],
  ...more,
});
const suggest = (fileName: string, text = '', more: Partial<ContentReport> = {}) =>
  suggestFiling(report(more), fileName, text, today);

test('a file name becomes a title without ending, date and underscores', () => {
  expect(suggest('mietvertrag_petersen 2026-11-02.pdf')).toMatchObject({
    suggestedTitle: 'Mietvertrag petersen',
    suggestedDate: '2026-11-02',
  });
  expect(suggest('Kontoauszug 03.10.2026.pdf')).toMatchObject({
    suggestedTitle: 'Kontoauszug',
    suggestedDate: '2026-10-03',
  });
  expect(suggest('20261105_Lohnabrechnung.pdf')).toMatchObject({
    suggestedTitle: 'Lohnabrechnung',
    suggestedDate: '2026-11-05',
  });
  expect(suggest('20261105.pdf').suggestedTitle).toBe('20261105');
});

test('the date of a letter is read from its head, also when the month is spelled out', () => {
  expect(suggest('scan.pdf', 'Husum, den 3. November 2026\nSehr geehrte').suggestedDate).toBe('2026-11-03');
  expect(suggest('scan.pdf', 'Datum: 05.11.26\nIhr Zeichen').suggestedDate).toBe('2026-11-05');
  expect(suggest('scan.pdf', 'geboren am 04.12.1984').suggestedDate).toBeNull();
});

test('a day to come is a deadline and no date of a letter; a day that does not exist is none', () => {
  expect(suggest('scan.pdf', 'Bitte bis 31.12.2026 einreichen').suggestedDate).toBeNull();
  expect(suggest('Notiz 31.02.2026.pdf').suggestedDate).toBeNull();
});

test('the sender stands in the small line above the address', () => {
  const text = 'Stadtwerke Husum · Am Binnenhafen 1 · 25813 Husum\nFrau Petersen';
  expect(suggest('scan.pdf', text).suggestedSender).toBe('Stadtwerke Husum');
  expect(suggest('scan.pdf', 'Sehr geehrte Frau Petersen, vielen Dank.').suggestedSender).toBeNull();
});

test('a mail says itself what it is, who sent it and when', () => {
  const mail = {
    kind: 'mail' as const,
    subject: 'Frage zur Miete',
    from: '"Petersen, Anna" <anna@example.org>',
    date: '2026-11-20T23:30:00.000Z',
  };
  expect(suggest('nachricht.eml', '', mail)).toEqual({
    suggestedTitle: 'Frage zur Miete',
    suggestedDate: '2026-11-21',
    suggestedSender: 'Petersen, Anna',
  });
  expect(suggest('nachricht.eml', '', { ...mail, from: 'anna@example.org' }).suggestedSender).toBe('anna@example.org');
});

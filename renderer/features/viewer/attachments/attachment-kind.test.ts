import { expect, test } from 'vitest';
import { attachmentKind, attachmentText } from './attachment-kind.ts';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

test('the bytes decide, not the name', () => {
  expect(attachmentKind(bytes('%PDF-1.7 …'), 'foto.jpg', 'image/jpeg')?.kind).toBe('pdf');
  expect(attachmentKind(bytes('\x89PNG\r\n'), 'brief.pdf', 'application/pdf')?.mediaType).toBe('image/png');
  expect(attachmentKind(bytes('RIFF\0\0\0\0WEBPVP8 '), 'a', '')?.mediaType).toBe('image/webp');
  expect(attachmentKind(bytes('MZ\x90\0'), 'brief.pdf', 'application/pdf')).toBeNull();
});

test('text must be named as text and be text', () => {
  expect(attachmentKind(bytes('a;b;c'), 'liste.csv', 'text/csv')?.kind).toBe('text');
  expect(attachmentKind(bytes('a\0b'), 'liste.csv', 'text/csv')).toBeNull();
  expect(attachmentKind(bytes('abc'), 'datei.bin', 'application/octet-stream')).toBeNull();
});

test('text of old programs keeps its umlauts', () => {
  expect(attachmentText(bytes('M\xfcller'))).toBe('Müller');
  expect(attachmentText(new TextEncoder().encode('Müller'))).toBe('Müller');
});

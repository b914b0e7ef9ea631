import { expect, test } from 'vitest';
import { openPackage } from './message-package.ts';
import { fileMessage, packageOf } from './testing/made-messages.ts';

const processId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const xml = fileMessage(processId, [{ fileName: 'a.pdf' }]);
const pdf = new Uint8Array([37, 80, 68, 70]);

test('the message and its files are found, in a folder, too', () => {
  const opened = openPackage(packageOf(processId, 'FVDaten.SGOAblegen.0605', xml, { 'daten/a.pdf': pdf }));
  expect(Buffer.from(xml).equals(opened.message)).toBe(true);
  for (const name of ['a.pdf', '../../a.pdf']) expect([...opened.fileNamed(name)]).toEqual([...pdf]);
  expect(opened.fileNamed('b.pdf')).toBe('missing');
});

test('a message that comes alone has no files', () => {
  expect(openPackage(xml)).toMatchObject({ message: xml });
  expect(openPackage(xml).fileNamed('a.pdf')).toBe('missing');
});

test.each([
  ['cut off', packageOf(processId, 'FVDaten.SGOAblegen.0605', xml, { 'a.pdf': pdf }).slice(0, 200), 'beschädigt'],
  ['without a message', packageOf(processId, 'bilder', pdf, {}), 'keine Nachricht'],
  [
    'with two messages',
    packageOf(processId, 'FVDaten.SGOAblegen.0605', xml, { 'FVDaten.SGOErstellen.0604.xml': xml }),
    'mehrere Nachrichten',
  ],
])('a package %s is refused with a sentence', (_name, bytes, sentence) => {
  expect(() => openPackage(bytes)).toThrow(sentence);
});

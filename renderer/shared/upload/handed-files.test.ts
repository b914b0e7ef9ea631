import { expect, test } from 'vitest';
import { droppedFiles, pastedFiles } from './handed-files.ts';

type Item = { file?: File; isFolder?: boolean };

function transfer(items: Item[], texts: Record<string, string> = {}) {
  const listed = items.map(({ file, isFolder }) => ({
    kind: 'file',
    getAsFile: () => file ?? null,
    webkitGetAsEntry: () => ({ isDirectory: isFolder === true }),
  }));
  return {
    items: listed as unknown as DataTransferItemList,
    types: [...(items.length > 0 ? ['Files'] : []), ...Object.keys(texts)],
    getData: (type: string) => texts[type] ?? '',
  };
}
const mail = new File(['From: a@b.de'], 'Brief.eml');

test('files of a drop are taken, folders are not', () => {
  expect(droppedFiles(transfer([{ file: mail }, { isFolder: true }]))).toEqual({ files: [mail], problem: null });
  expect(droppedFiles(transfer([{ isFolder: true }])).problem).toContain('Ordner');
});

test('a mail program that hands over only an address is answered with what to do instead', () => {
  const handed = droppedFiles(transfer([], { 'text/uri-list': 'https://outlook.example/1', 'text/html': '<a>x</a>' }));
  expect(handed.files).toEqual([]);
  expect(handed.problem).toContain('speichern Sie die E-Mail dort als Datei');
  expect(droppedFiles(transfer([], { 'text/plain': 'x' })).problem).toContain('Es kam nichts an');
});

test('a pasted piece of a page becomes a file, a pasted number does not', async () => {
  const [page] = pastedFiles(transfer([], { 'text/html': '<p>Hallo</p>', 'text/plain': 'Hallo' })) ?? [];
  expect(page?.name).toBe('Eingefügter Text.html');
  expect(await page?.text()).toBe('<p>Hallo</p>');
  expect(pastedFiles(transfer([], { 'text/plain': '31402BG0001234' }))).toBeNull();
  expect(pastedFiles(transfer([{ file: mail }], { 'text/html': '<p>x</p>' }))).toEqual([mail]);
});

/** What a drop or a paste brought: files to take, or a sentence why there are none. */
export type Handed = { files: File[]; problem: string | null };

const onlyALink =
  'Ihr Mailprogramm hat nur einen Verweis übergeben, nicht die E-Mail selbst. Bitte speichern Sie die E-Mail dort als Datei (zum Beispiel „Datei“, „Speichern unter“) und ziehen Sie diese Datei hierher.';
const onlyFolders = 'Ordner lassen sich nicht ablegen. Bitte ziehen Sie die Dateien aus dem Ordner hierher.';
const nothing =
  'Es kam nichts an, das abgelegt werden kann. Bitte speichern Sie es als Datei und ziehen Sie die Datei hierher.';

type Transfer = Pick<DataTransfer, 'items' | 'types'> & { getData: (type: string) => string };

/** Files of a drop. Mail programs that hand over only an address of the mail are answered with what to do instead. */
export function droppedFiles(transfer: Transfer): Handed {
  // Folders arrive as entries without a type and cannot be read as a file.
  const offered = [...transfer.items].filter((item) => item.kind === 'file');
  const files = offered
    .filter((item) => !item.webkitGetAsEntry?.()?.isDirectory)
    .flatMap((item) => item.getAsFile() ?? []);
  if (files.length > 0) return { files, problem: null };
  if (offered.length > 0) return { files, problem: onlyFolders };
  const isLink = transfer.types.some((type) => /uri-list|maillist|moz-message|x-moz-url/i.test(type));
  return { files, problem: isLink ? onlyALink : nothing };
}

/** Files of a paste; a piece of text or of a page becomes a file. Null when there is nothing that could be filed. */
export function pastedFiles(transfer: Transfer): File[] | null {
  const files = [...transfer.items].filter((item) => item.kind === 'file').flatMap((item) => item.getAsFile() ?? []);
  if (files.length > 0) return files;
  const html = transfer.getData('text/html');
  if (html.trim() !== '') return [new File([html], 'Eingefügter Text.html', { type: 'text/html' })];
  const text = transfer.getData('text/plain');
  // A number or a name is pasted to search for it; only what is a text of its own is offered for filing.
  return text.trim().length > 60 || text.trim().includes('\n')
    ? [new File([text], 'Eingefügter Text.txt', { type: 'text/plain' })]
    : null;
}

/** True where pasting means writing. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

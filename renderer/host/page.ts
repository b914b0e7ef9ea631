import type { WindowKind } from './host.ts';

const windowParameter = 'fenster';

/** Which window this page is, from `?fenster=fachverfahren`. */
export function readWindowKind(): WindowKind {
  return new URLSearchParams(window.location.search).get(windowParameter) === 'fachverfahren'
    ? 'fachverfahren'
    : 'caseFile';
}

/** The address of the Fachverfahren's own window. */
export function secondWindowAddress(): string {
  return `${window.location.pathname}?${windowParameter}=fachverfahren`;
}

/** Hands bytes to the browser as a file to keep. */
export function saveWithLink(fileName: string, bytes: Uint8Array): boolean {
  const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return true;
}

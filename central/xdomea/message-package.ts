import { openZip, readZipEntry, type ZipArchive } from '../../intake/content/zip-archive.ts';
import { MessageUnreadableError } from './message-tree.ts';

/** A message with the files beside it; one that comes alone has none. */
export type MessagePackage = {
  message: Uint8Array;
  /** Bytes of a file the message names, or why there are none. */
  fileNamed(name: string): Uint8Array | 'missing' | 'damaged';
};

/** Names of the message in its package, as the standard has it: <UUID>_FVDaten.SGOAblegen.0605.xml; some senders leave the UUID out. */
const messageName = /(?:^|[/\\_])FVDaten\.[A-Za-z]+\.\d{4}\.xml$/;

/** Opens what came over the line: a zip, or the XML alone. Throws MessageUnreadableError with a German sentence. */
export function openPackage(bytes: Uint8Array): MessagePackage {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return { message: bytes, fileNamed: () => 'missing' };
  const archive = openZip(bytes);
  if (typeof archive === 'string' || archive.truncatedList) {
    throw new MessageUnreadableError('Das Paket ist beschädigt und kann nicht geöffnet werden.');
  }
  const messages = archive.entries.filter(({ name }) => messageName.test(name));
  const [only] = messages;
  if (!only || messages.length > 1) {
    throw new MessageUnreadableError(
      only ? 'Das Paket enthält mehrere Nachrichten.' : 'Das Paket enthält keine Nachricht des Fachverfahrens.',
    );
  }
  const message = readZipEntry(archive, only.name);
  if (message === null || typeof message === 'string') {
    throw new MessageUnreadableError('Die Nachricht im Paket ist beschädigt oder zu groß.');
  }
  return { message, fileNamed: (name) => fileNamed(archive, name) };
}

/** By its whole name, else by the last part of it: some senders put the files into a folder. Nothing is ever written under these names. */
function fileNamed(archive: ZipArchive, name: string): Uint8Array | 'missing' | 'damaged' {
  const last = (path: string) => path.split(/[/\\]/).at(-1);
  const entry =
    archive.entries.find((one) => one.name === name) ??
    archive.entries.find((one) => !one.directory && last(one.name) === last(name));
  const bytes = entry && readZipEntry(archive, entry.name);
  if (!bytes) return 'missing';
  return typeof bytes === 'string' ? 'damaged' : bytes;
}

import type { ContentReport } from './content-report.ts';
import { damaged, explain, formatNotShown, passwordNeeded, WARNINGS } from './explanations.ts';
import type { Recognised } from './file-recognition.ts';
import { explained } from './reports.ts';
import { safeFileName } from './safe-file-name.ts';
import { openZip } from './zip-archive.ts';
import type { ZipEntry } from './zip-archive.ts';

const MAX_LISTED = 1_000;

/** Lists a zip archive without unpacking anything; other archives are only named. */
export function inspectArchive(bytes: Uint8Array, recognised: Recognised): ContentReport {
  if (recognised.format !== 'zip') return explained(recognised, formatNotShown(recognised.label));
  const archive = openZip(bytes);
  if (typeof archive === 'string') return explained(recognised, damaged('kein gültiges ZIP-Archiv'));
  const files = archive.entries.filter((entry) => !entry.directory);
  const warnings: string[] = [];
  if (archive.truncatedList || files.length > MAX_LISTED) warnings.push(WARNINGS.listTruncated);
  const attachments = files.slice(0, MAX_LISTED).map((entry) => ({
    name: safePath(entry.name),
    mediaType: 'application/octet-stream',
    size: Math.min(entry.size, bytes.length * 1_100),
  }));
  if (files.some((entry, index) => index < MAX_LISTED && attachments[index]?.name !== entry.name))
    warnings.push(WARNINGS.unsafeNames);
  const locked = files.filter((entry) => entry.encrypted).length;
  if (locked > 0 && locked < files.length) warnings.push(WARNINGS.encryptedEntries);
  const explanation = locked > 0 && locked === files.length ? passwordNeeded('archive') : explain('archive');
  return explained(recognised, explanation, { attachments, warnings });
}

// Folders inside the archive stay visible; nothing leads out of it.
function safePath(name: ZipEntry['name']): string {
  const segments = name.split(/[/\\]/).filter((segment) => segment !== '' && !/^\.*$/.test(segment.trim()));
  const shown = segments.map((segment) => safeFileName(segment)).slice(-8);
  return shown.length === 0 ? 'Unbenannt' : shown.join('/');
}

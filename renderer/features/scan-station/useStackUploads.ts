import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeskClient } from '../../../core/contract/desk.ts';
import { useDesk } from '../../shared/backend.tsx';
import { errorText } from '../../shared/errors.ts';
import { formatCount } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { fileSource, inParts } from '../../shared/upload/hand-over.ts';

/** Hands files of a station over to the centre one after the other; `words` tells how far it is. */
export function useStackUploads(station: string): { add: (files: File[]) => void; words: string | null } {
  const client = useDesk();
  const queries = useQueryClient();
  const [words, setWords] = useState<string | null>(null);
  const add = async (files: File[]) => {
    let known = 0;
    const failed: string[] = [];
    for (const [index, file] of files.entries()) {
      const of = files.length > 1 ? ` (${formatCount(index + 1)} von ${formatCount(files.length)})` : '';
      try {
        const told = (percent: number) => setWords(`„${file.name}“${of} wird eingereicht: ${percent} Prozent`);
        if ((await handIn(client, { file, station }, told)).isKnown) known += 1;
      } catch (error) {
        failed.push(`„${file.name}“: ${errorText(error)}`);
      }
    }
    setWords(null);
    await queries.invalidateQueries({ queryKey: ['station'] });
    if (failed.length > 0) showMessage(`Nicht eingereicht: ${failed.join(' ')}`, { kind: 'problem' });
    else if (known > 0) showMessage('Eingereicht. Dieselbe Datei war schon einmal eingegangen.', { kind: 'hint' });
    else if (files.length > 0)
      showMessage(files.length === 1 ? 'Datei eingereicht' : `${files.length} Dateien eingereicht`);
  };
  return { add: (files) => void add(files), words };
}

type Upload = { file: File; station: string };

async function handIn(
  client: DeskClient,
  { file, station }: Upload,
  told: (percent: number) => void,
): Promise<{ isKnown: boolean }> {
  const { name: fileName, size } = file;
  const { uploadId } = await client.station.beginUpload({ station, fileName, size });
  try {
    await inParts(fileSource(file), async (offset, bytes) => {
      told(Math.floor((offset / size) * 100));
      await client.station.uploadPart({ uploadId, offset, bytes });
    });
    return await client.station.finishUpload({ uploadId });
  } catch (error) {
    client.station.discardUpload({ uploadId }).catch(() => undefined);
    throw error;
  }
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { useDesk, useHost } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import type { ShownNote } from './transfer-note-words.ts';

const partSize = 4 * 1024 * 1024;

type Props = { place: { scopeId: Id; ownerId: Id }; original: NonNullable<ShownNote['original']> };

/** Saves the file a document was scanned from at a desk, unchanged and under its name; that it was saved is recorded. */
export function SaveScannedFile({ place, original }: Props) {
  const [client, host] = [useDesk(), useHost()];
  const [isSaving, setSaving] = useState(false);
  const save = async () => {
    setSaving(true);
    try {
      const whole = new Uint8Array(original.size);
      for (let from = 0; from < whole.length; from += partSize) {
        const to = Math.min(whole.length, from + partSize);
        whole.set(await client.content.readOriginal({ ...place, from, to }), from);
      }
      if (await host.saveFile(original.fileName, whole)) await client.content.noteAccess({ ...place, action: 'saved' });
    } catch (error) {
      showError(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Button variant="default" loading={isSaving} onClick={() => void save()}>
      Eingescannte Datei speichern
    </Button>
  );
}

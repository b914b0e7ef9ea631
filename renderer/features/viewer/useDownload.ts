import { useHost } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import { useAccessNote } from './access-note.tsx';
import { type ByteSource, readAll } from './content-source.ts';

/** Saves the unchanged file under its name. */
export function useDownload(source: ByteSource) {
  const host = useHost();
  const note = useAccessNote();
  return async () => {
    try {
      if (await host.saveFile(source.fileName, await readAll(source))) note('saved');
    } catch (error) {
      showError(error);
    }
  };
}

import { useHost } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import { type ByteSource, readAll } from './content-source.ts';

/** Saves the unchanged file under its name. */
export function useDownload(source: ByteSource) {
  const host = useHost();
  return async () => {
    try {
      await host.saveFile(source.fileName, await readAll(source));
    } catch (error) {
      showError(error);
    }
  };
}

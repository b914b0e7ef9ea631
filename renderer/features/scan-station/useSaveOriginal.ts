import { useDesk, useHost } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import type { StackRow } from './words.ts';

const partSize = 4 * 1024 * 1024;

/** Saves the file as it came, under its name. */
export function useSaveOriginal({ stackId, fileName, size }: StackRow): () => void {
  const [client, host] = [useDesk(), useHost()];
  const save = async () => {
    try {
      const whole = new Uint8Array(size);
      for (let from = 0; from < size; from += partSize) {
        whole.set(await client.station.original({ stackId, from, to: Math.min(size, from + partSize) }), from);
      }
      await host.saveFile(fileName, whole);
    } catch (error) {
      showError(error);
    }
  };
  return () => void save();
}

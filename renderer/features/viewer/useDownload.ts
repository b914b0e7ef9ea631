import type { Id } from '../../../core/domain/ids.ts';
import type { ContentFacts } from '../../../core/domain/records.ts';
import { useDesk, useHost } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';

const pieceSize = 4 * 1024 * 1024;

/** Reads all bytes of a document as they came. */
export function useReadAll(source: { scopeId: Id; ownerId: Id; content: ContentFacts }) {
  const desk = useDesk();
  return async (signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> => {
    const { scopeId, ownerId, content } = source;
    const whole = new Uint8Array(content.size);
    for (let from = 0; from < content.size; from += pieceSize) {
      const to = Math.min(content.size, from + pieceSize);
      whole.set(await desk.content.readRange({ scopeId, ownerId, from, to }, signal ? { signal } : {}), from);
    }
    return whole;
  };
}

/** Saves the unchanged file under its name. */
export function useDownload(source: { scopeId: Id; ownerId: Id; content: ContentFacts }) {
  const host = useHost();
  const readAll = useReadAll(source);
  return async () => {
    try {
      await host.saveFile(source.content.fileName, await readAll());
    } catch (error) {
      showError(error);
    }
  };
}

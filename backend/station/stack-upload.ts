import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { OpenDesk } from '../context.ts';

/** A file on its way from the page through this desk to the centre: it is passed on as it comes and never lies here. */
export type StackUpload = {
  add(offset: number, bytes: Uint8Array): Promise<void>;
  finish(): Promise<{ stackId: Id; isKnown: boolean }>;
  discard(): void;
};

/** Begins to send a file of `size` bytes. What the centre says comes with the next part or at the end. */
export function openStackUpload(
  centre: OpenDesk['centre'],
  file: { station: string; fileName: string; size: number },
): StackUpload {
  const giveUp = new AbortController();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  let sent = 0;
  const answer = centre.askStation((station) => station.upload({ ...file, content: readable }, giveUp.signal));
  answer.catch(() => undefined); // told with the next part
  return {
    async add(offset, bytes) {
      if (offset !== sent) throw new AppError('conflict', 'Die Teile der Datei kamen nicht der Reihe nach an.');
      sent += bytes.length;
      await Promise.race([writer.write(bytes), answer]);
    },
    async finish() {
      if (sent !== file.size) {
        giveUp.abort();
        throw new AppError(
          'conflict',
          'Die Datei hat sich während der Übertragung geändert. Bitte noch einmal einreichen.',
        );
      }
      await Promise.race([writer.close(), answer]);
      return answer;
    },
    discard: () => giveUp.abort(),
  };
}

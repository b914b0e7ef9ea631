import { createHash, randomUUID } from 'node:crypto';
import type { Central } from '../../backend/sync/central.ts';
import { uploadPartSize } from '../../core/contract/central.ts';
import { batchedContentSize } from '../../core/contract/content-batch.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { MemoryCentre } from './memory-centre.ts';

type Parts = {
  centre: MemoryCentre;
  ask: <Answer>(name: string, answer: () => Answer, content?: string) => Promise<Answer>;
  /** Who asks; throws when nobody is logged in. */
  worker: () => Id;
  weather: (call: string) => 'fine' | 'lostRequest' | 'lostAnswer';
  isClosed: () => boolean;
  takesTogether?: ((sha256s: readonly string[]) => readonly string[]) | undefined;
};
type ContentCalls = Pick<
  Central,
  'presentBlobs' | 'wantedBlobs' | 'putBlob' | 'putBlobs' | 'startUpload' | 'uploadPart' | 'blob' | 'blobs'
>;

export const offline = () => new AppError('offline', 'Die Zentrale ist gerade nicht erreichbar.');

const isRight = ({ sha256, bytes }: { sha256: string; bytes: Uint8Array }): boolean =>
  createHash('sha256').update(bytes).digest('hex') === sha256;

/** The calls for contents of a line to a centre in memory. */
export function memoryContents({
  centre,
  ask,
  worker,
  weather,
  isClosed,
  takesTogether = (all) => all,
}: Parts): ContentCalls {
  return {
    presentBlobs: (sha256s) =>
      ask('presentBlobs', () => {
        worker();
        return sha256s.filter((sha256) => centre.blobs.has(sha256));
      }),
    wantedBlobs: () =>
      ask('wantedBlobs', () => {
        worker();
        return [...centre.damaged];
      }),
    putBlob: (sha256, bytes) =>
      ask(
        'putBlob',
        () => {
          worker();
          if (!isRight({ sha256, bytes }) || bytes.length > uploadPartSize)
            throw new AppError('conflict', 'Ein anderer Inhalt.');
          centre.keepBlob(bytes.slice());
        },
        sha256,
      ),
    putBlobs: (contents) =>
      ask('putBlobs', () => {
        worker();
        const taken = new Set(takesTogether(contents.map(({ sha256 }) => sha256)));
        const kept = contents.filter((content) => isRight(content) && taken.has(content.sha256));
        for (const { bytes } of kept) centre.keepBlob(bytes.slice());
        return kept.map(({ sha256 }) => sha256);
      }),
    startUpload: ({ sha256, size }) =>
      ask('startUpload', () => {
        worker();
        if (centre.blobs.has(sha256)) return { uploadId: null, offset: 0, isPresent: true };
        const begun = [...centre.uploads].find(([, upload]) => upload.sha256 === sha256);
        const uploadId = begun?.[0] ?? randomUUID();
        if (!begun) centre.uploads.set(uploadId, { sha256, size, parts: [] });
        const offset = (begun?.[1].parts ?? []).reduce((sum, part) => sum + part.length, 0);
        if (size === 0) centre.keepBlob(new Uint8Array());
        return { uploadId: uploadId as Id, offset, isPresent: size === 0 };
      }),
    uploadPart: (uploadId, { offset, bytes }) =>
      ask('uploadPart', () => {
        worker();
        const upload = centre.uploads.get(uploadId);
        if (!upload) throw new AppError('not_found', 'Das gibt es hier nicht.');
        const reached = upload.parts.reduce((sum, part) => sum + part.length, 0);
        if (reached !== offset || bytes.length > uploadPartSize) throw new AppError('conflict', 'Andere Stelle.');
        upload.parts.push(bytes.slice());
        if (reached + bytes.length === upload.size) {
          centre.uploads.delete(uploadId);
          centre.keepBlob(Buffer.concat(upload.parts));
        }
        return reached + bytes.length;
      }),
    async *blob(sha256, from) {
      const now = weather('blob');
      if (now === 'lostRequest' || isClosed()) throw offline();
      worker();
      const bytes = centre.blobs.get(sha256);
      if (!bytes) throw new AppError('not_found', 'Das gibt es hier nicht.');
      const end = now === 'lostAnswer' ? from + Math.ceil((bytes.length - from) / 2) : bytes.length;
      for (let at = from; at < end; at += 65_536) yield bytes.slice(at, Math.min(at + 65_536, end));
      if (now === 'lostAnswer') throw offline();
    },
    async *blobs(sha256s) {
      const now = weather('blobs');
      if (now === 'lostRequest' || isClosed()) throw offline();
      worker();
      const isCut = now === 'lostAnswer';
      const found = sha256s.flatMap((sha256) => {
        const bytes = centre.blobs.get(sha256);
        return bytes && bytes.length <= batchedContentSize
          ? [{ sha256, size: bytes.length, pieces: [bytes.slice()] }]
          : [];
      });
      yield* isCut ? found.slice(0, Math.floor(found.length / 2)) : found;
      if (isCut) throw offline();
    },
  };
}

import { useEffect, useRef, useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { type OutputOf, useDesk } from '../backend.tsx';
import { fileSource, handOver, type UploadPlace } from './hand-over.ts';

export type Uploaded = OutputOf<'uploads', 'finish'>;
export type UploadState =
  | { state: 'running'; done: number; total: number }
  | { state: 'checked'; uploaded: Uploaded }
  | { state: 'failed'; error: unknown };

/** Hands a file over while the component is there; leaving cancels it, and what was not filed is discarded. */
export function useUpload(place: UploadPlace, file: File) {
  const client = useDesk();
  const { caseFileId, inboxId } = { caseFileId: null, inboxId: null, ...place };
  const [state, setState] = useState<UploadState>({ state: 'running', done: 0, total: file.size });
  const [attempt, setAttempt] = useState(0);
  const isFiled = useRef(false);
  useEffect(() => {
    const cancel = new AbortController();
    let uploadId: Id | null = null;
    setState({ state: 'running', done: 0, total: file.size });
    const onProgress = (done: number, total: number) =>
      !cancel.signal.aborted && setState({ state: 'running', done, total });
    const target: UploadPlace = caseFileId ? { caseFileId } : { inboxId: inboxId as Id };
    handOver(client, target, fileSource(file), { signal: cancel.signal, onProgress }).then(
      (uploaded) => {
        uploadId = uploaded.uploadId;
        if (cancel.signal.aborted) client.uploads.discard({ uploadId }).catch(() => undefined);
        else setState({ state: 'checked', uploaded });
      },
      (error) => !cancel.signal.aborted && setState({ state: 'failed', error }),
    );
    return () => {
      cancel.abort();
      if (uploadId && !isFiled.current) client.uploads.discard({ uploadId }).catch(() => undefined);
    };
  }, [client, caseFileId, inboxId, file, attempt]);
  return {
    state,
    retry: () => setAttempt((before) => before + 1),
    /** From now on it belongs to the file. */
    keep: () => {
      isFiled.current = true;
    },
  };
}

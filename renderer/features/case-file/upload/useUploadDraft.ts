import { useEffect, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDeskQuery } from '../../../shared/backend.tsx';
import type { Uploaded } from '../../../shared/upload/useUpload.ts';
import { firstDraft, type UploadDraft, withProposal } from './upload-draft.ts';

/** The form's state for one file: what is proposed comes in by itself and leaves alone what the worker has changed. */
export function useUploadDraft(uploaded: Uploaded, keywordBefore: Id | null) {
  const [draft, setDraft] = useState(() => firstDraft(uploaded, keywordBefore));
  const [changed, setChanged] = useState<ReadonlySet<keyof UploadDraft>>(new Set());
  const { data: proposal, isPending } = useDeskQuery('uploads', 'propose', { uploadId: uploaded.uploadId });
  const [taken, setTaken] = useState<typeof proposal>(undefined);
  useEffect(() => {
    if (!proposal || proposal === taken) return;
    setTaken(proposal);
    setDraft((before) => withProposal(before, proposal, changed));
  }, [proposal, taken, changed]);
  const change = (part: Partial<UploadDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setChanged((before) => new Set([...before, ...(Object.keys(part) as (keyof UploadDraft)[])]));
  };
  return { draft, change, proposal, isProposing: isPending };
}

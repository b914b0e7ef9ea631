import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { UploadProgress } from '../../../shared/upload/UploadProgress.tsx';
import { useUpload } from '../../../shared/upload/useUpload.ts';
import { UploadForm } from './UploadForm.tsx';

type Props = { caseFileId: Id; files: readonly File[]; onClose: () => void };

/** Files dropped or chosen, one after the other: handed over, checked, described, filed. The keyword of one is proposed for the next. */
export function UploadDialog({ caseFileId, files, onClose }: Props) {
  const [at, setAt] = useState(0);
  const [keyword, setKeyword] = useState<Id | null>(null);
  const file = files[at];
  const goOn = () => (at + 1 < files.length ? setAt(at + 1) : onClose());
  const title = files.length > 1 ? `In die Akte ablegen (${at + 1} von ${files.length})` : 'In die Akte ablegen';
  return (
    <Dialog isOpen onClose={onClose} title={title} size={560} closeOnClickOutside={false}>
      {file ? (
        <OneFile
          key={at}
          caseFileId={caseFileId}
          file={file}
          keyword={keyword}
          onDone={(used) => {
            setKeyword(used);
            goOn();
          }}
          onSkip={goOn}
          onClose={onClose}
          hasMore={at + 1 < files.length}
        />
      ) : null}
    </Dialog>
  );
}

type OneFileProps = {
  caseFileId: Id;
  file: File;
  keyword: Id | null;
  onDone: (keywordId: Id) => void;
  onSkip: () => void;
  onClose: () => void;
  hasMore: boolean;
};

function OneFile({ caseFileId, file, keyword, onDone, onSkip, onClose, hasMore }: OneFileProps) {
  const { state, retry, keep } = useUpload({ caseFileId }, file);
  if (state.state !== 'checked') {
    return <UploadProgress fileName={file.name} onRetry={retry} {...{ state, hasMore, onSkip, onClose }} />;
  }
  return (
    <UploadForm
      caseFileId={caseFileId}
      uploaded={state.uploaded}
      keywordBefore={keyword}
      onFiled={(used) => {
        keep();
        onDone(used);
      }}
      onSkip={onSkip}
      onClose={onClose}
      hasMore={hasMore}
    />
  );
}

import { Button, Group, Progress } from '@mantine/core';
import { useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { errorText } from '../../../shared/errors.ts';
import { formatSize } from '../../../shared/format.ts';
import { UploadForm } from './UploadForm.tsx';
import classes from './upload.module.css';
import { useUpload } from './useUpload.ts';
import { Dialog } from '../../../shared/ui/Dialog.tsx';

type Props = { caseFileId: Id; files: readonly File[]; onClose: () => void };

/** Files dropped or chosen, one after the other: handed over, checked, described, filed. */
export function UploadDialog({ caseFileId, files, onClose }: Props) {
  const [at, setAt] = useState(0);
  const file = files[at];
  const goOn = () => (at + 1 < files.length ? setAt(at + 1) : onClose());
  const title = files.length > 1 ? `In die Akte ablegen (${at + 1} von ${files.length})` : 'In die Akte ablegen';
  return (
    <Dialog isOpen onClose={onClose} title={title} size={520} closeOnClickOutside={false}>
      {file ? (
        <OneFile
          key={at}
          caseFileId={caseFileId}
          file={file}
          onDone={goOn}
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
  onDone: () => void;
  onSkip: () => void;
  onClose: () => void;
  hasMore: boolean;
};

function OneFile({ caseFileId, file, onDone, onSkip, onClose, hasMore }: OneFileProps) {
  const { state, retry, keep } = useUpload(caseFileId, file);
  if (state.state === 'checked') {
    return (
      <UploadForm
        caseFileId={caseFileId}
        uploaded={state.uploaded}
        onFiled={() => {
          keep();
          onDone();
        }}
        onSkip={onSkip}
        onClose={onClose}
        hasMore={hasMore}
      />
    );
  }
  const isFailed = state.state === 'failed';
  return (
    <>
      <p className={classes.fileName}>{file.name}</p>
      {isFailed ? (
        <p className={classes.problem} role="alert">
          {errorText(state.error)}
        </p>
      ) : (
        <>
          <Progress
            value={state.total === 0 ? 100 : (state.done / state.total) * 100}
            aria-label="Fortschritt"
            transitionDuration={0}
          />
          <p className={classes.progress} role="status">
            {state.done < state.total
              ? `${formatSize(state.done)} von ${formatSize(state.total)} übernommen`
              : 'Wird geprüft …'}
          </p>
        </>
      )}
      <Group justify="flex-end" gap="sm">
        {isFailed ? (
          <Button variant="default" onClick={retry}>
            Erneut versuchen
          </Button>
        ) : null}
        {hasMore ? (
          <Button variant="default" onClick={onSkip}>
            Überspringen
          </Button>
        ) : null}
        <Button variant="default" onClick={onClose}>
          Abbrechen
        </Button>
      </Group>
    </>
  );
}

import { type ReactNode, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { DropArea } from '../../../shared/upload/DropArea.tsx';
import { UploadDialog } from './UploadDialog.tsx';

type Props = { caseFileId: Id; mayWrite: boolean; className: string | undefined; children: ReactNode };

/** The whole file takes files: dropped, pasted, or chosen by "Datei hochladen". One after the other is described and filed. */
export function DropPlace({ caseFileId, mayWrite, className, children }: Props) {
  const [files, setFiles] = useState<File[]>([]);
  return (
    <DropArea
      command="caseFile.upload"
      isEnabled={mayWrite}
      takesPaste={files.length === 0}
      className={className}
      label="Hier ablegen"
      onFiles={(more) => setFiles((before) => [...before, ...more])}
    >
      {children}
      {files.length > 0 ? <UploadDialog caseFileId={caseFileId} files={files} onClose={() => setFiles([])} /> : null}
    </DropArea>
  );
}

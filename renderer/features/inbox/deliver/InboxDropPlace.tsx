import { type ReactNode, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { DropArea } from '../../../shared/upload/DropArea.tsx';
import { DeliverDialog } from './DeliverDialog.tsx';

type Props = { inboxId: Id; className: string | undefined; children: ReactNode };

/** The Postkorb takes files: dropped, pasted, or chosen by its command. */
export function InboxDropPlace({ inboxId, className, children }: Props) {
  const [files, setFiles] = useState<File[]>([]);
  return (
    <DropArea
      command="inbox.upload"
      isEnabled
      takesPaste={files.length === 0}
      className={className}
      label="In den Postkorb legen"
      onFiles={(more) => setFiles((before) => [...before, ...more])}
    >
      {children}
      {files.length > 0 ? <DeliverDialog inboxId={inboxId} files={files} onClose={() => setFiles([])} /> : null}
    </DropArea>
  );
}

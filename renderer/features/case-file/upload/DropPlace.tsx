import { type ReactNode, useRef, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useCommand } from '../../../shared/commands.ts';
import { UploadDialog } from './UploadDialog.tsx';
import classes from './upload.module.css';

type Props = { caseFileId: Id; mayWrite: boolean; className: string | undefined; children: ReactNode };

/** The whole file takes dropped files; "Datei hochladen" chooses them. One after the other is described and filed. */
export function DropPlace({ caseFileId, mayWrite, className, children }: Props) {
  const [files, setFiles] = useState<File[]>([]);
  const [isOver, setIsOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  useCommand('caseFile.upload', () => chooser.current?.click(), { isEnabled: mayWrite });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has the command "Datei hochladen" beside it
    <div
      className={className}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setIsOver(mayWrite);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        if (!mayWrite) return;
        // Folders arrive as entries without a type and cannot be read as a file.
        const dropped = [...event.dataTransfer.items]
          .filter((item) => item.kind === 'file' && !item.webkitGetAsEntry()?.isDirectory)
          .flatMap((item) => item.getAsFile() ?? []);
        setFiles((before) => [...before, ...dropped]);
      }}
    >
      {children}
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label="Dateien wählen"
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          setFiles((before) => [...before, ...chosen]);
        }}
      />
      {isOver ? <div className={classes.over}>Hier ablegen</div> : null}
      {files.length > 0 ? <UploadDialog caseFileId={caseFileId} files={files} onClose={() => setFiles([])} /> : null}
    </div>
  );
}

import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useCommand } from '../commands.ts';
import { showMessage } from '../messages.ts';
import classes from './upload.module.css';
import { droppedFiles, isWriting, pastedFiles } from './handed-files.ts';

type Props = {
  /** The command that chooses files by a dialog. */
  command: Parameters<typeof useCommand>[0];
  isEnabled: boolean;
  /** False while a dialog of its own is open: then pasting is meant for it. */
  takesPaste: boolean;
  className: string | undefined;
  label: string;
  onFiles: (files: File[]) => void;
  children: ReactNode;
};

/** A part of the page that takes files: dropped, pasted, or chosen by its command. */
export function DropArea({ command, isEnabled, takesPaste, className, label, onFiles, children }: Props) {
  const [isOver, setIsOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  useCommand(command, () => chooser.current?.click(), { isEnabled });
  usePaste(isEnabled && takesPaste, onFiles);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has a command beside it
    <div
      className={className}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(isEnabled);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        if (!isEnabled) return;
        const { files, problem } = droppedFiles(event.dataTransfer);
        if (files.length > 0) onFiles(files);
        if (problem) showMessage(problem, { kind: 'problem' });
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
          if (chosen.length > 0) onFiles(chosen);
        }}
      />
      {isOver ? <div className={classes.over}>{label}</div> : null}
    </div>
  );
}

function usePaste(isEnabled: boolean, onFiles: (files: File[]) => void): void {
  const take = useEffectEvent((event: ClipboardEvent) => {
    if (isWriting(event.target) || !event.clipboardData || document.querySelector('[role=dialog]')) return;
    const files = pastedFiles(event.clipboardData);
    if (!files) return;
    event.preventDefault();
    onFiles(files);
  });
  useEffect(() => {
    if (!isEnabled) return undefined;
    const listener = (event: ClipboardEvent) => take(event);
    document.addEventListener('paste', listener);
    return () => document.removeEventListener('paste', listener);
  }, [isEnabled]);
}

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type OutputOf, useDeskMutation } from '../../shared/backend.tsx';
import { formatNumberOf } from '../../shared/format.ts';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import { FormEnd } from '../../shared/ui/FormEnd.tsx';
import classes from './branch-scan.module.css';

type Folder = OutputOf<'branchScans', 'overview'>['folder'];

/** The folder the scanner of the branch office writes to, what is wrong with it, and the way to set it. */
export function ScanFolderLine({ folder }: { folder: Folder }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className={classes.folder} aria-label="Ordner des Scanners">
      <div>
        <p className={classes.folderPath}>
          {folder ? `Ordner des Scanners: ${folder.path}` : 'Es ist kein Ordner eines Scanners festgelegt.'}
        </p>
        {folder ? (
          <p className={classes.quiet} role="status">
            {folder.problem ?? waitingWords(folder.waitingFiles)}
          </p>
        ) : null}
      </div>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {folder ? 'Ändern …' : 'Ordner festlegen …'}
      </Button>
      {isOpen ? <FolderDialog path={folder?.path ?? null} onClose={() => setOpen(false)} /> : null}
    </section>
  );
}

const waitingWords = (count: number) =>
  count === 0
    ? 'Neue Dateien werden von selbst übernommen und aus dem Ordner entfernt.'
    : `${formatNumberOf(count, 'Datei liegt', 'Dateien liegen')} noch im Ordner.`;

function FolderDialog({ path, onClose }: { path: string | null; onClose: () => void }) {
  const [text, setText] = useState(path ?? '');
  const { mutate, isPending, error } = useDeskMutation('branchScans', 'setFolder', {
    meta: { errorIsShown: true },
    onSuccess: onClose,
  });
  return (
    <Dialog isOpen onClose={onClose} title="Ordner des Scanners" size={520}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          mutate({ path: text.trim() === '' ? null : text.trim() });
        }}
      >
        <TextInput
          label="Ordner"
          description="Der Ordner auf diesem Gerät, in den der Scanner seine Dateien schreibt. Leer: Es wird kein Ordner beobachtet."
          placeholder="zum Beispiel C:\Scans"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus
        />
        <FormEnd problem={null} error={error} isPending={isPending} submitLabel="Übernehmen" onCancel={onClose} />
      </form>
    </Dialog>
  );
}

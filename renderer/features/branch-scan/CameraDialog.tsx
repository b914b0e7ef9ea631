import { Button } from '@mantine/core';
import { IconCamera, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useDesk } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import { formatNumberOf } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import classes from './branch-scan.module.css';
import { handInPhotos } from './hand-in.ts';
import { useCamera } from './useCamera.ts';
import { DialogEnd } from '../../shared/ui/DialogEnd.tsx';

type Photo = { blob: Blob; address: string };

/** Photographs the pages of one letter, one after the other; they are handed in as one file. */
export function CameraDialog({ onClose }: { onClose: () => void }) {
  const client = useDesk();
  const { video, problem, isReady, takePhoto } = useCamera();
  const { photos, waiting, add, remove } = usePhotos();
  const [isSending, setSending] = useState(false);
  const handIn = async () => {
    setSending(true);
    try {
      const day = new Date().toLocaleDateString('de-DE', { dateStyle: 'medium' });
      await handInPhotos(
        client,
        photos.map(({ blob }) => blob),
        `Aufnahme vom ${day}.pdf`,
      );
      showMessage(`${formatNumberOf(photos.length, 'Seite', 'Seiten')} übernommen.`);
      onClose();
    } catch (error) {
      setSending(false);
      showError(error);
    }
  };
  return (
    <Dialog
      isOpen
      // What is being taken over can no longer be called off.
      onClose={() => !isSending && onClose()}
      withCloseButton={!isSending}
      title="Mit der Kamera aufnehmen"
      size={760}
      closeOnClickOutside={false}
    >
      {problem ? (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      ) : (
        <video ref={video} className={classes.video} aria-label="Bild der Kamera" autoPlay muted playsInline />
      )}
      <p className={classes.quiet} role="status">
        {isSending
          ? `${formatNumberOf(photos.length, 'Seite wird', 'Seiten werden')} übernommen. Bitte warten Sie einen Augenblick.`
          : photos.length + waiting === 0
            ? 'Nehmen Sie die Seiten eines Schreibens der Reihe nach auf.'
            : `${formatNumberOf(photos.length, 'Seite', 'Seiten')} aufgenommen.`}
        {waiting > 0 ? ` ${formatNumberOf(waiting, 'Bild wird', 'Bilder werden')} noch gespeichert.` : ''}
      </p>
      <ul className={classes.photos}>
        {photos.map(({ address }, index) => (
          <li key={address}>
            <img src={address} alt={`Seite ${index + 1}`} />
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Seite ${index + 1} verwerfen`}
              disabled={isSending}
              onClick={() => remove(address)}
            >
              <IconTrash size={14} aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <DialogEnd>
        <Button variant="default" disabled={isSending} onClick={onClose}>
          Abbrechen
        </Button>
        <Button
          variant={photos.length === 0 ? 'filled' : 'default'}
          leftSection={<IconCamera size={16} aria-hidden />}
          disabled={!isReady || isSending}
          data-autofocus
          // A held key and a double click are one press: nobody wants a page twice.
          onKeyDown={(event) => event.repeat && event.preventDefault()}
          onClick={({ detail }) => detail < 2 && add(takePhoto())}
        >
          Seite aufnehmen
        </Button>
        <Button disabled={photos.length === 0 || waiting > 0} loading={isSending} onClick={() => void handIn()}>
          Fertig
        </Button>
      </DialogEnd>
    </Dialog>
  );
}

/** The pages in the order in which they were taken, however long each takes to be made. */
function usePhotos() {
  const [photos, setPhotos] = useState<Photo[]>([]);
  const [waiting, setWaiting] = useState(0);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const all = useRef<string[]>([]);
  useEffect(() => () => all.current.forEach((address) => void URL.revokeObjectURL(address)), []);
  const keep = (blob: Blob) => {
    const address = URL.createObjectURL(blob);
    all.current.push(address);
    setPhotos((before) => [...before, { blob, address }]);
  };
  return {
    photos,
    /** Pictures that are still being made. */
    waiting,
    add: (photo: Promise<Blob>) => {
      setWaiting((count) => count + 1);
      last.current = Promise.allSettled([photo, last.current])
        .then(() => photo)
        .then(keep)
        .catch(showError)
        .finally(() => setWaiting((count) => count - 1));
    },
    remove: (address: string) => setPhotos((before) => before.filter((photo) => photo.address !== address)),
  };
}

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
  const { photos, add, remove } = usePhotos();
  const [isSending, setSending] = useState(false);
  const isTaking = useRef(false);
  // A second press while a picture is being made is none: nobody wants a page twice.
  const take = async () => {
    if (isTaking.current) return;
    isTaking.current = true;
    await takePhoto().then(add, showError);
    isTaking.current = false;
  };
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
    <Dialog isOpen onClose={onClose} title="Mit der Kamera aufnehmen" size={760} closeOnClickOutside={false}>
      {problem ? (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      ) : (
        <video ref={video} className={classes.video} aria-label="Bild der Kamera" autoPlay muted playsInline />
      )}
      <p className={classes.quiet} role="status">
        {photos.length === 0
          ? 'Nehmen Sie die Seiten eines Schreibens der Reihe nach auf.'
          : `${formatNumberOf(photos.length, 'Seite', 'Seiten')} aufgenommen.`}
      </p>
      <ul className={classes.photos}>
        {photos.map(({ address }, index) => (
          <li key={address}>
            <img src={address} alt={`Seite ${index + 1}`} />
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Seite ${index + 1} verwerfen`}
              onClick={() => remove(address)}
            >
              <IconTrash size={14} aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <DialogEnd>
        <Button variant="default" onClick={onClose}>
          Abbrechen
        </Button>
        <Button
          variant={photos.length === 0 ? 'filled' : 'default'}
          leftSection={<IconCamera size={16} aria-hidden />}
          disabled={!isReady || isSending}
          data-autofocus
          onClick={() => void take()}
        >
          Seite aufnehmen
        </Button>
        <Button disabled={photos.length === 0} loading={isSending} onClick={() => void handIn()}>
          Fertig
        </Button>
      </DialogEnd>
    </Dialog>
  );
}

function usePhotos() {
  const [photos, setPhotos] = useState<Photo[]>([]);
  const all = useRef<string[]>([]);
  useEffect(() => () => all.current.forEach((address) => void URL.revokeObjectURL(address)), []);
  return {
    photos,
    add: (blob: Blob) => {
      const address = URL.createObjectURL(blob);
      all.current.push(address);
      setPhotos((before) => [...before, { blob, address }]);
    },
    remove: (address: string) => setPhotos((before) => before.filter((photo) => photo.address !== address)),
  };
}

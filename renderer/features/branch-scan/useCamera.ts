import { type RefObject, useEffect, useRef, useState } from 'react';
import { AppError } from '../../../core/domain/errors.ts';

// As sharp as the camera can: letters are read from it.
const wanted = { video: { width: { ideal: 3840 }, height: { ideal: 2160 }, facingMode: 'environment' } };

const problems: Record<string, string> = {
  NotAllowedError: 'Die Kamera ist für Aktenpult nicht freigegeben. Bitte erlauben Sie den Zugriff auf die Kamera.',
  NotFoundError: 'An diesem Gerät ist keine Kamera angeschlossen.',
  NotReadableError: 'Die Kamera wird von einem anderen Programm benutzt.',
};

type Camera = {
  video: RefObject<HTMLVideoElement | null>;
  /** Why there is no picture, as a German sentence. */
  problem: string | null;
  isReady: boolean;
  /** What the camera sees at this moment, as JPEG. */
  takePhoto(): Promise<Blob>;
};

/** The camera of this device, switched on as long as the component is shown. */
export function useCamera(): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    let isOver = false;
    let stream: MediaStream | null = null;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const begin = async () => {
      stream = await navigator.mediaDevices.getUserMedia(wanted);
      if (isOver || !video.current) return stop();
      video.current.srcObject = stream;
      await video.current.play();
      setReady(true);
    };
    begin().catch((error: unknown) => {
      const name = error instanceof Error ? error.name : '';
      if (!isOver) setProblem(problems[name] ?? 'Die Kamera lässt sich nicht einschalten.');
    });
    return () => {
      isOver = true;
      stop();
    };
  }, []);
  return { video, problem, isReady, takePhoto: () => photoOf(video.current) };
}

/** The picture is held at once; what takes its time is making a JPEG of it. */
async function photoOf(video: HTMLVideoElement | null): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = video?.videoWidth ?? 0;
  canvas.height = video?.videoHeight ?? 0;
  if (video) canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
  if (!blob) throw new AppError('internal', 'Das Bild der Kamera konnte nicht aufgenommen werden.');
  return blob;
}

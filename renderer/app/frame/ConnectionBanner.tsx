import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useConnection, usePipeState } from '../../shared/backend.tsx';
import { formatNumberOf } from '../../shared/format.ts';
import classes from './ConnectionBanner.module.css';

/** Tells when the page has lost the program behind it (not the centre: the sync state tells of that). */
export function ConnectionBanner() {
  const state = usePipeState();
  const connection = useConnection();
  const isLate = useLate(state.state === 'lost', 400);
  if (state.state === 'refused') {
    return (
      <div className={classes.banner} role="alert">
        {state.message}
      </div>
    );
  }
  if (state.state !== 'lost' || !isLate) return null;
  return (
    <div className={classes.banner} role="status">
      <span>
        Die Verbindung zum Programm auf diesem Gerät ist unterbrochen. <Countdown to={state.nextTryAt} />
      </span>
      <Button size="compact-sm" variant="default" onClick={() => connection.tryNow()}>
        Jetzt verbinden
      </Button>
    </div>
  );
}

function Countdown({ to }: { to: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    // Whoever sets the clock of the machine back does not wait longer for it.
    const begun = Date.now() - performance.now();
    const timer = setInterval(() => setNow(begun + performance.now()), 500);
    return () => clearInterval(timer);
  }, [to]);
  const seconds = Math.max(0, Math.ceil((to - now) / 1000));
  return (
    <span aria-hidden>
      {seconds === 0 ? 'Es wird verbunden …' : `Nächster Versuch in ${formatNumberOf(seconds, 'Sekunde', 'Sekunden')}.`}
    </span>
  );
}

/** True once a condition has lasted for some ms, so that a short break does not flicker. */
function useLate(condition: boolean, milliseconds: number): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    if (!condition) return;
    const timer = setTimeout(() => setIsLate(true), milliseconds);
    return () => {
      clearTimeout(timer);
      setIsLate(false);
    };
  }, [condition, milliseconds]);
  return isLate;
}

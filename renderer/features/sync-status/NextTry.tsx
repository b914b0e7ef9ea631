import { useEffect, useState } from 'react';
import { secondsUntil } from './words.ts';

/** Counts down to the next try. Not read out: it would never stop. */
export function NextTry({ at, lead = 'Nächster Versuch' }: { at: string | null; lead?: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (at === null) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [at]);
  if (at === null) return null;
  const seconds = secondsUntil(at, now);
  return <span aria-hidden>{seconds === 0 ? 'Es wird verbunden …' : `${lead} in ${seconds} s`.trim()}</span>;
}

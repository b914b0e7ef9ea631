import { useEffect, useState } from 'react';
import { secondsUntil } from './words.ts';

/** Counts down to the next try. Not read out: it would never stop. */
export function NextTry({ at, lead = 'Nächster Versuch' }: { at: string | null; lead?: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (at === null) return;
    // Whoever sets the clock of the machine back does not wait longer for it.
    const begun = Date.now() - performance.now();
    const timer = setInterval(() => setNow(begun + performance.now()), 1000);
    return () => clearInterval(timer);
  }, [at]);
  if (at === null) return null;
  const seconds = secondsUntil(at, now);
  return <span aria-hidden>{seconds === 0 ? 'Es wird verbunden …' : `${lead} in ${seconds} s`.trim()}</span>;
}

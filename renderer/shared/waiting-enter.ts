import { useEffect, useEffectEvent, useState } from 'react';

/**
 * Enter for a list that follows what is typed. Pressed before the answer to the last letter is here it waits for it: what is shown still
 * belongs to the letters before, perhaps to somebody else. `forget` when she types on or leaves.
 */
export function useWaitingEnter(isCurrent: boolean, onEnter: () => void): { press(): void; forget(): void } {
  const [isWaiting, setIsWaiting] = useState(false);
  const act = useEffectEvent(() => {
    setIsWaiting(false);
    onEnter();
  });
  useEffect(() => {
    if (isWaiting && isCurrent) act();
  }, [isWaiting, isCurrent]);
  return {
    press: () => {
      if (isCurrent) onEnter();
      else setIsWaiting(true);
    },
    forget: () => setIsWaiting(false),
  };
}

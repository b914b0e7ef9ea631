/** Places for which whoever comes waits, in the order of coming. */
export type Places = {
  /** Gives how to leave again, once there is a place. */
  take(): Promise<() => void>;
};

export function createPlaces(count: number): Places {
  let free = count;
  const waiting: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      let isHere = true;
      return () => {
        if (isHere) leave();
        isHere = false;
      };
    },
  };
}

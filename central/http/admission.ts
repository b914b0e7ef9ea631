/** Admits so many at a time. */
export type Admission = {
  /** Gives how to leave again; null when all places are taken. */
  enter(): (() => void) | null;
};

/** Who is not admitted is told to come again later by the caller. */
export function createAdmission(places: number): Admission {
  let taken = 0;
  return {
    enter() {
      if (taken >= places) return null;
      taken += 1;
      let isInside = true;
      return () => {
        if (isInside) taken -= 1;
        isInside = false;
      };
    },
  };
}

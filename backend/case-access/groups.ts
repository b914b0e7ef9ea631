/** Case files one command about access may name. */
export const mostAtOnce = 200;

/** Cuts a list into parts of at most `size`, in order. */
export function inGroups<One>(all: readonly One[], size: number): One[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

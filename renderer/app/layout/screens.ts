import type { Screen } from '../../host/host.ts';

/** One text per set of monitors, whatever order they are told in: layouts are kept under it. */
export function monitorKey(screens: readonly Screen[]): string {
  const places = screens.map(({ left, top, width, height }) => `${width}x${height}${sign(left)}${sign(top)}`);
  return [...new Set(places)].toSorted().join('|') || 'unknown';
}

const sign = (value: number): string => (value < 0 ? String(value) : `+${value}`);

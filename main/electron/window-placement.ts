import type { Rectangle } from '../../core/contract/shell.ts';

// Where the two windows go. Pure: from saved places and the displays of now, so that every case can be tried without a monitor.

export type WindowRole = 'caseFile' | 'fachverfahren';
export type WindowMode = 'normal' | 'maximized' | 'fullscreen';

/** What is kept of a display. The id alone is not stable over restarts, so the rest helps to find it again. */
export type DisplayFacts = { id: number; label: string; bounds: Rectangle; workArea: Rectangle; scaleFactor: number };
export type Display = DisplayFacts & { isPrimary: boolean };

/** A window as it stood last: its bounds when neither maximised nor full screen, and the display it was on. */
export type SavedPlace = { bounds: Rectangle; mode: WindowMode; display: DisplayFacts };
export type SavedDesk = { windows: 'one' | 'two'; places: Partial<Record<WindowRole, SavedPlace>> };

/** Where a window is created. Without a position (Wayland) the system places it. */
export type Placement = {
  width: number;
  height: number;
  position: { x: number; y: number } | null;
  mode: WindowMode;
  /** Bounds must be set once more after showing where the scale differs from the primary display's. */
  scaleFactor: number;
};

export const smallestSize = { width: 640, height: 480 } as const;
/** This much of the upper edge must be on a display, so that the window can be grasped and moved. */
const graspable = { width: 128, height: 32 } as const;

/** One text per set of displays, whatever order they are told in. */
export function displaySetKey(displays: readonly DisplayFacts[]): string {
  const places = displays.map(({ bounds }) => `${bounds.width}x${bounds.height}+${bounds.x}+${bounds.y}`);
  return [...new Set(places)].toSorted().join('|') || 'none';
}

/** The display of now that a saved display means: same id and size, same name with size and position, same name and size, else null. */
export function findDisplay(saved: DisplayFacts, displays: readonly Display[]): Display | null {
  const isSameSize = (display: Display) =>
    display.bounds.width === saved.bounds.width && display.bounds.height === saved.bounds.height;
  const isSamePosition = (display: Display) =>
    display.bounds.x === saved.bounds.x && display.bounds.y === saved.bounds.y;
  const isSameName = (display: Display) => display.label !== '' && display.label === saved.label;
  return (
    displays.find((display) => display.id === saved.id && isSameSize(display)) ??
    displays.find((display) => isSameName(display) && isSameSize(display) && isSamePosition(display)) ??
    displays.find((display) => isSameName(display) && isSameSize(display)) ??
    null
  );
}

/** The display that holds most of a rectangle; null when it lies on none. */
export function displayByOverlap(bounds: Rectangle, displays: readonly Display[]): Display | null {
  let best: Display | null = null;
  let most = 0;
  for (const display of displays) {
    const area = overlap(bounds, display.workArea);
    if (area > most) [best, most] = [display, area];
  }
  return best;
}

/** Places the windows of a desk. `saved` is what was kept for this very set of displays, or null; there must be a display. */
export function placeWindows(options: {
  saved: SavedDesk | null;
  displays: readonly Display[];
  isWayland: boolean;
  /** How many windows to place, where that is known better than by what was saved. */
  windows?: 'one' | 'two';
}): { windows: 'one' | 'two'; places: Partial<Record<WindowRole, Placement>> } {
  const { saved, displays, isWayland } = options;
  const windows = options.windows ?? saved?.windows ?? 'one';
  const roles: WindowRole[] = windows === 'two' ? ['caseFile', 'fachverfahren'] : ['caseFile'];
  const places: Partial<Record<WindowRole, Placement>> = {};
  for (const role of roles) {
    const place = saved?.places[role];
    const placement = (place && restore(place, displays)) ?? usualPlace(role, windows, displays);
    places[role] = isWayland ? { ...placement, position: null } : placement;
  }
  return { windows, places };
}

/**
 * A place nobody chose yet: Fachverfahren left, case file right, each on a display of its own where there are two. `taken` are the bounds
 * of the other window where that stays as it is: its display is left to it.
 */
export function usualPlace(
  role: WindowRole,
  windows: 'one' | 'two',
  displays: readonly Display[],
  taken?: Rectangle,
): Placement {
  const ordered = displays.toSorted((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y);
  const primary = displays.find(({ isPrimary }) => isPrimary) ?? ordered[0];
  if (!primary) throw new Error('There is no display to place a window on.');
  if (windows === 'one') return inside(primary, primary.workArea, 'maximized');
  if (ordered.length > 1) {
    const occupied = taken && displayByOverlap(taken, displays);
    const free = ordered.filter((display) => display !== occupied);
    const display = (role === 'fachverfahren' ? free[0] : free.at(-1)) as Display;
    return inside(display, display.workArea, 'maximized');
  }
  const { x, y, width, height } = primary.workArea;
  const half = Math.floor(width / 2);
  const bounds =
    role === 'fachverfahren' ? { x, y, width: half, height } : { x: x + half, y, width: width - half, height };
  return inside(primary, bounds, 'normal');
}

function restore(place: SavedPlace, displays: readonly Display[]): Placement | null {
  if (!isSound(place.bounds)) return null;
  const same = findDisplay(place.display, displays);
  if (same) {
    const moved = moveWith(place.bounds, place.display.workArea, same.workArea);
    return isGraspable(moved, displays) && fitsSize(moved, same.workArea)
      ? placement(same, moved, place.mode)
      : inside(same, moved, place.mode);
  }
  const near = displayByOverlap(place.bounds, displays);
  return near ? inside(near, place.bounds, place.mode) : null;
}

/** Keeps the place within its display when the display itself has moved on the desktop. */
function moveWith(bounds: Rectangle, from: Rectangle, to: Rectangle): Rectangle {
  return { ...bounds, x: bounds.x + to.x - from.x, y: bounds.y + to.y - from.y };
}

/** The bounds pushed and cut so that the whole window lies in the work area of the display. */
function inside(display: Display, bounds: Rectangle, mode: WindowMode): Placement {
  const area = display.workArea;
  const width = Math.min(Math.max(bounds.width, smallestSize.width), area.width);
  const height = Math.min(Math.max(bounds.height, smallestSize.height), area.height);
  const x = Math.min(Math.max(bounds.x, area.x), area.x + area.width - width);
  const y = Math.min(Math.max(bounds.y, area.y), area.y + area.height - height);
  return placement(display, { x, y, width, height }, mode);
}

function placement(display: Display, { x, y, width, height }: Rectangle, mode: WindowMode): Placement {
  return { width, height, position: { x, y }, mode, scaleFactor: display.scaleFactor };
}

/** Windows' invisible borders make a snapped window a little wider than the work area; that is fine. */
function fitsSize(bounds: Rectangle, area: Rectangle): boolean {
  const border = 32;
  return bounds.width <= area.width + border && bounds.height <= area.height + border && isLargeEnough(bounds);
}

function isLargeEnough({ width, height }: Rectangle): boolean {
  return width >= smallestSize.width / 2 && height >= smallestSize.height / 2;
}

/** Whether enough of the upper edge is on some display to grasp the window with the mouse. */
export function isGraspable(bounds: Rectangle, displays: readonly Display[]): boolean {
  return displays.some(({ workArea }) => {
    const seen = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
    const isTopSeen =
      bounds.y >= workArea.y - graspable.height && bounds.y <= workArea.y + workArea.height - graspable.height;
    return seen >= graspable.width && isTopSeen;
  });
}

/** Electron throws on numbers beyond 32 bits; a damaged file may hold any. */
function isSound({ x, y, width, height }: Rectangle): boolean {
  const limit = 100_000;
  return (
    [x, y, width, height].every((value) => Number.isInteger(value) && Math.abs(value) <= limit) &&
    width > 0 &&
    height > 0
  );
}

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

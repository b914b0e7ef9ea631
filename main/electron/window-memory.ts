import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { rectangleSchema } from '../../core/contract/shell.ts';
import type { SavedDesk } from './window-placement.ts';

const displaySchema = z.object({
  id: z.number(),
  label: z.string(),
  bounds: rectangleSchema,
  workArea: rectangleSchema,
  scaleFactor: z.number().positive(),
});
const placeSchema = z.object({
  bounds: rectangleSchema,
  mode: z.enum(['normal', 'maximized', 'fullscreen']),
  display: displaySchema,
});
const memorySchema = z.object({
  version: z.literal(1),
  desks: z.array(
    z.object({
      displays: z.string(),
      usedAt: z.number(),
      windows: z.enum(['one', 'two']),
      places: z.object({ caseFile: placeSchema.optional(), fachverfahren: placeSchema.optional() }),
    }),
  ),
});
type Memory = z.infer<typeof memorySchema>;

/** Sets of monitors that are remembered; the one unused for longest goes first. */
const mostDesks = 20;

export type WindowMemory = {
  /** What was kept for this set of displays, or null. */
  recall(displays: string): SavedDesk | null;
  keep(displays: string, desk: SavedDesk): void;
};

/** Window places per set of displays in one small file. A damaged or newer file counts as empty; a file that cannot be written is no reason to fail. */
export function openWindowMemory(path: string, now: () => number = Date.now): WindowMemory {
  let memory = read(path);
  return {
    recall(displays) {
      const found = memory.desks.find((desk) => desk.displays === displays);
      return found ? { windows: found.windows, places: withoutUndefined(found.places) } : null;
    },
    keep(displays, desk) {
      const others = memory.desks.filter((other) => other.displays !== displays);
      const desks = [{ displays, usedAt: now(), ...desk }, ...others.toSorted((a, b) => b.usedAt - a.usedAt)];
      memory = { version: 1, desks: desks.slice(0, mostDesks) };
      try {
        writeFileSync(`${path}.new`, JSON.stringify(memory));
        renameSync(`${path}.new`, path);
      } catch {
        // A full or read-only disk costs the places, nothing else.
      }
    },
  };
}

function withoutUndefined(places: Memory['desks'][number]['places']): SavedDesk['places'] {
  return Object.fromEntries(Object.entries(places).filter(([, place]) => place !== undefined));
}

function read(path: string): Memory {
  try {
    return memorySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { version: 1, desks: [] };
  }
}

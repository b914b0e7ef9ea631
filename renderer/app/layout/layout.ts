import { z } from 'zod';

/** How the two panes stand. `ratio` is the part of the width that the Fachverfahren takes. */
export const layoutSchema = z.object({
  version: z.literal(1),
  windows: z.enum(['one', 'two']),
  ratio: z.number().min(0.1).max(0.9),
  folded: z.enum(['none', 'fachverfahren', 'caseFile']),
});
export type Layout = z.infer<typeof layoutSchema>;

export const usualLayout: Layout = { version: 1, windows: 'one', ratio: 0.36, folded: 'none' };
export const smallestRatio = 0.15;
export const largestRatio = 0.75;

/** A ratio within what can be used, in steps of a thousandth. */
export function limitRatio(ratio: number): number {
  return Math.round(Math.min(largestRatio, Math.max(smallestRatio, ratio)) * 1000) / 1000;
}

/** What the divider does on a key; null for any other key. */
export function ratioAfterKey(ratio: number, key: string): number | null {
  if (key === 'ArrowLeft') return limitRatio(ratio - 0.02);
  if (key === 'ArrowRight') return limitRatio(ratio + 0.02);
  if (key === 'Home') return smallestRatio;
  if (key === 'End') return largestRatio;
  if (key === 'Enter') return 0.5;
  return null;
}

/** Which panes are to be seen: in a narrow window only one of them at a time. */
export function visiblePanes(
  layout: Layout,
  room: { hasFachverfahren: boolean; isNarrow: boolean },
): { fachverfahren: boolean; caseFile: boolean } {
  if (!room.hasFachverfahren || layout.windows === 'two') return { fachverfahren: false, caseFile: true };
  if (room.isNarrow) {
    const isFachverfahren = layout.folded === 'caseFile';
    return { fachverfahren: isFachverfahren, caseFile: !isFachverfahren };
  }
  return { fachverfahren: layout.folded !== 'fachverfahren', caseFile: layout.folded !== 'caseFile' };
}

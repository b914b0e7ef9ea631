import { workerNames } from '../../db/queries/names.ts';
import type { Overlap } from '../../db/queries/overlaps.ts';
import { type OpenDesk, viewerOf } from '../context.ts';
import type { ActionName } from './actions.ts';
import type { FieldInWords } from './content-words.ts';
import { whenInWords } from './refusal-words.ts';

/** An overlap as "Klärung" shows it; `change` is the one action that brings in what does not stand, null when there is none now. */
export type OverlapWords = {
  label: string;
  message: string;
  content: FieldInWords[];
  change: { action: ActionName; label: string; run: () => void } | null;
};

/** "Jensen hat", of herself "Sie haben". */
export function whoHas(desk: OpenDesk, { byId }: Overlap): string {
  return byId === viewerOf(desk).workerId ? 'Sie haben' : `${workerNames(desk.store.db)(byId)} hat`;
}

/** When the other one did it, in words. */
export function whenByOther(desk: OpenDesk, { byAt }: Overlap): string {
  return whenInWords(byAt, desk.now());
}

import { asId, derivedId, type Id } from '../../core/domain/ids.ts';

const base = asId('01890a5d-ac96-774b-bcce-b302099a8057');

/** The lasting id of something in the sample office, by its key ("worker:jensen"), so that a filling can be repeated. */
export function sampleId(key: string): Id {
  return derivedId(base, key);
}

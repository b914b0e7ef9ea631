import { ActRefusedError } from '../intake/station/acts.ts';
import { HttpError } from './http-error.ts';

/** What the scan station refuses becomes an answer with its sentence. */
export async function refusable<Value>(acting: Promise<Value>): Promise<Value> {
  try {
    return await acting;
  } catch (error) {
    if (error instanceof ActRefusedError) throw new HttpError(409, 'conflict', error.message);
    throw error;
  }
}

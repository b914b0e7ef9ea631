import type { DeskHandlers } from '../../core/contract/desk.ts';
import type { BackendContext } from '../context.ts';
import { search } from './search.ts';

/** The search of the desk, as one types. */
export function searchHandlers(context: BackendContext): DeskHandlers['search'] {
  return {
    query: (question) => {
      const started = performance.now();
      const found = search(context.desk(), question);
      return { ...found, milliseconds: performance.now() - started };
    },
  };
}

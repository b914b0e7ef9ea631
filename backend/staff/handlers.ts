import type { DeskHandlers } from '../../core/contract/desk.ts';
import { type BackendContext, perform } from '../context.ts';

/** Who is what in the house, for administration. */
export function staffHandlers(context: BackendContext): DeskHandlers['staff'] {
  return {
    changePost: (input) => perform(context.desk(), 'changeWorker', input),
    close: (input) => perform(context.desk(), 'closeWorker', input),
    reopen: (input) => perform(context.desk(), 'reopenWorker', input),
  };
}

import type { Id } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';

/** Who looks, and when: answers depend on both. */
export type Viewer = { readonly workerId: Id; readonly now: Moment };

/** Condition on a table `scope` that its content may be shown at the moment bound to the one question mark. */
export const isReadableNow = `scope.level <> 'deliver' AND (scope.valid_to IS NULL OR scope.valid_to > ?)`;

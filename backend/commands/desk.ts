import { AppError } from '../../core/domain/errors.ts';
import type { Id, IdSource } from '../../core/domain/ids.ts';
import type { Role } from '../../core/domain/levels.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { readMeta } from '../../db/meta.ts';
import type { ReadableDb } from '../../db/sql.ts';
import type { Store } from '../../db/store.ts';
import type { ChangeNotices } from './changes.ts';

/** What use cases work on while somebody is logged in. */
export type Desk = {
  readonly store: Store;
  readonly changes: ChangeNotices;
  readonly newId: IdSource;
  readonly now: () => Moment;
};

export type Actor = { id: Id; role: Role };

/** Who works at this store. Throws AppError `locked` when nobody has logged in yet. */
export function actorOf(db: ReadableDb): Actor {
  const meta = readMeta(db);
  if (!meta.workerId || !meta.role) throw new AppError('locked', 'Bitte melden Sie sich an.');
  return { id: meta.workerId, role: meta.role };
}

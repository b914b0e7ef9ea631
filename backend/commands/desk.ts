import { AppError } from '../../core/domain/errors.ts';
import type { Id, IdSource } from '../../core/domain/ids.ts';
import type { Role } from '../../core/domain/levels.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { readMeta } from '../../db/meta.ts';
import { readRecord } from '../../db/records.ts';
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

/**
 * Who works at this store, with the role the directory of the house names: the centre changes it together with the account, and the
 * directory comes at once. Before it is here, the one of her log-in. Throws AppError `locked` when nobody has logged in yet.
 */
export function actorOf(db: ReadableDb): Actor {
  const { workerId, role } = readMeta(db);
  if (!workerId || !role) throw new AppError('locked', 'Bitte melden Sie sich an.');
  return { id: workerId, role: readRecord(db, 'worker', houseScopeId, workerId)?.role ?? role };
}

import { type Access, recordAccess } from '../../db/access-events.ts';
import type { Desk } from '../commands/desk.ts';

/** Records that she looks at something here, and has it sealed beside the store until the centre is told. */
export function noteLook(desk: Desk, access: Access): void {
  if (recordAccess(desk.store.db, access, desk.now(), desk.newId)) desk.changes.tell('looks', {});
}

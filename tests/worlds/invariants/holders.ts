import type { Id } from '../../../core/domain/ids.ts';
import { idText } from '../../../db/record-tables.ts';
import type { Disk } from '../desk/disk.ts';

/** Ids of commands that lie on a disk: waiting, sent but not yet safe at the centre, or to be clarified. */
export function commandsAt(disk: Disk): Id[] {
  const rows = disk.look('SELECT id FROM outbox UNION SELECT id FROM sent UNION SELECT id FROM clarification');
  return (rows as { id: Uint8Array }[]).map(({ id }) => idText(id));
}

import type { PullResponse } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { idText } from '../../../db/record-tables.ts';
import type { WorldDesk } from '../desk/desk.ts';
import { readableAt } from './centre-view.ts';
import type { World } from '../world.ts';

/** `isPassing`: everything is being fetched anew, as after a restore of the centre. */
type Seen = { epoch: string | null; notes: Map<string, string>; turns: number; isPassing: boolean };

/** What must hold at every moment: nothing unreadable leaves the centre, and no desk takes back what it has shown (rules S5 and S7). */
export class Watch {
  private readonly world: World;
  private readonly seen = new Map<WorldDesk, Seen>();

  constructor(world: World) {
    this.world = world;
  }

  /** Checked as the centre answers, so rights are those of the answer unless its database was slow. */
  pullAnswered(desk: WorldDesk, answer: PullResponse): void {
    const { world } = this;
    // Also after the storm: what was asked in it may be answered then.
    if (world.weather.on.has('slowDatabase')) return;
    if (world.centre.sessions.stateOf(desk.worker.workerId) !== 'open') {
      world.problem('leaked', `a pull told ${desk.name} something, whose account is closed`);
    }
    const readable = readableAt(world.centre.database, desk.worker.workerId);
    for (const { scopeId, rows } of answer.scopes) {
      if (rows.length > 0 && !readable.has(scopeId)) {
        world.problem('leaked', `a pull told ${desk.name} rows of scope ${scopeId}`);
      }
    }
  }

  /** Looks at a desk after something happened there. */
  touched(desk: WorldDesk): void {
    const { disk } = desk;
    const { world } = this;
    if (!disk.hasChanged()) return;
    if (world.centre.isSetBack) return void this.seen.delete(desk);
    const [meta] = disk.look('SELECT epoch FROM meta') as { epoch: string | null }[];
    const before = this.seen.get(desk);
    const notes = new Map<string, string>();
    for (const row of disk.look('SELECT id, scope_id FROM note') as { id: Buffer; scope_id: Buffer }[]) {
      notes.set(row.id.toString('latin1'), row.scope_id.toString('latin1'));
    }
    const epoch = meta?.epoch ?? null;
    // Until it has heard of the new epoch, a desk may be told rows of another past.
    if (epoch === null || epoch === world.centre.epoch()) this.compared(desk);
    const isPassing = disk.look('SELECT 1 FROM scope WHERE must_replace = 1 LIMIT 1').length > 0;
    this.seen.set(desk, { epoch, notes, turns: desk.turns, isPassing });
    if (!before || before.epoch !== epoch || before.turns !== desk.turns || before.isPassing) return;
    for (const [note, scope] of before.notes) if (!notes.has(note)) this.gone(desk, note, scope);
  }

  /** Healing is for damage; where nothing was damaged the sums must never differ (S3), or the healing would hide what is wrong. */
  private compared(desk: WorldDesk): void {
    for (const row of desk.disk.look('SELECT id FROM scope WHERE mismatches > 0') as { id: Buffer }[]) {
      this.world.problem('diverged', `the digest of scope ${idText(row.id)} differs at ${desk.name}`);
    }
  }

  private gone(desk: WorldDesk, note: string, scope: string): void {
    const { disk } = desk;
    const [state] = disk.look('SELECT is_complete FROM scope WHERE id = ?', Buffer.from(scope, 'latin1')) as {
      is_complete: number;
    }[];
    const id: Id = idText(Buffer.from(note, 'latin1'));
    // To be clarified, or sent although the new state here refuses it (S15).
    const isHers = disk.look(
      `SELECT 1 FROM clarification WHERE instr(args, ?) > 0
       UNION SELECT 1 FROM outbox WHERE state = 'waiting' AND instr(args, ?) > 0`,
      id,
      id,
    );
    if (!state?.is_complete || isHers.length > 0) return;
    this.world.problem('diverged', `${desk.name} showed note ${id} and shows it no more`);
  }
}

import { commandByName } from '../../core/commands/registry.ts';
import { inTodaysShape } from '../../core/commands/shapes.ts';
import {
  mostKnownRefusals,
  refusalLimit,
  refusalsAtOnce,
  type RefusalsResponse,
} from '../../core/contract/refusals.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import {
  addClarification,
  clarificationIds,
  dropClarification,
  forgetSettledRefusals,
  isHeldElsewhere,
  settledRefusals,
} from '../../db/clarifications.ts';
import { readMeta } from '../../db/meta.ts';
import { inTransaction, type WritableDb } from '../../db/sql.ts';
import type { Desk } from '../commands/desk.ts';
import type { Central } from './central.ts';

export type Refusals = {
  /** What the centre's news say about her refusals: another word when there are other ones. */
  told(mark: string): void;
  ask(mayGoOn: () => boolean): Promise<void>;
};

/**
 * Asks for what the centre did not carry out and this store does not know: after a log-in, whenever the centre says that there is
 * something new, since a command may have been on its way when this store was set back, and whenever the store goes on under a new client
 * id, because it or the centre was set back. In between only what was settled here is told.
 */
export function createRefusals(desk: Desk, central: Central): Refusals {
  const { db } = desk.store;
  /** The client id, and the centre's word, of the answer that told everything last in this session. */
  let askedAs: string | null = null;
  let mark = '';
  /** Told by the centre, and still on its way here in another form: the push answers for them. */
  const held = new Set<Id>();
  /** True when there is more to be asked. */
  const askOnce = async (mayGoOn: () => boolean): Promise<boolean> => {
    const settled = settledRefusals(db, refusalLimit);
    const { clientId } = readMeta(db);
    if (!mayGoOn() || (settled.length === 0 && askedAs === `${clientId} ${mark}`)) return false;
    const known = [...clarificationIds(db, mostKnownRefusals - held.size), ...held];
    const answer = await central.refusals({ known, settled });
    // Of another timeline: the next look begins it, under a new client id.
    if (!mayGoOn() || answer.epoch !== readMeta(db).epoch) return false;
    for (const { id } of answer.open) if (isHeldElsewhere(db, id)) held.add(id);
    const isNews = take(db, answer);
    if (isNews) desk.changes.tell('clarifications', {});
    const isMore = isNews && answer.open.length === refusalsAtOnce;
    if (!isMore) askedAs = `${clientId} ${answer.mark}`;
    return isMore || answer.noted.length === refusalLimit;
  };
  return {
    told(told) {
      mark = told;
    },
    async ask(mayGoOn) {
      try {
        held.clear();
        while (await askOnce(mayGoOn));
      } catch (error) {
        // A centre from before it told them.
        if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
      }
    },
  };
}

/** True when something is to be shown differently. */
function take(db: WritableDb, answer: RefusalsResponse): boolean {
  return inTransaction(db, () => {
    const unknown = answer.open.filter(({ id }) => !isHeldElsewhere(db, id));
    forgetSettledRefusals(db, answer.noted);
    for (const id of answer.settled) dropClarification(db, id);
    for (const refusal of unknown) {
      const { name, args } = inTodaysShape({ ...refusal, args: refusal.args });
      const definition = commandByName(name);
      const parsed = definition?.input.safeParse(args);
      const label = definition && parsed?.success ? definition.label(parsed.data) : name;
      const caseFileId = (args as { caseFileId?: Id } | null)?.caseFileId ?? null;
      addClarification(db, { ...refusal, args: refusal.args, label, caseFileId });
    }
    return unknown.length + answer.settled.length > 0;
  });
}

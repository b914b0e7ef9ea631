import type { z } from 'zod';
import { schemaVersion } from '../../core/contract/central.ts';
import { type CommandArgs, type CommandName, commandByName } from '../../core/commands/registry.ts';
import type { Accepted, RefusalCode, Refused } from '../../core/commands/rule.ts';
import { AppError, type ErrorCode } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { type Act, addAct, readAct, removeAct } from '../../db/acts.ts';
import { mayIndexLater } from '../../db/full-text/page-texts.ts';
import { addToOutbox, setOutboxScopes } from '../../db/outbox.ts';
import type { RecordPlace } from '../../db/records.ts';
import { mayInScope, readScope, type Scope } from '../../db/scopes.ts';
import { inTransaction, type ReadableDb } from '../../db/sql.ts';
import type { RecordsChanged } from './changes.ts';
import { actorOf, type Desk } from './desk.ts';
import { decideHere, inverseHere, type Order, writeAhead } from './execute.ts';
import { endOfAccess } from './end-of-access.ts';
import { touchedBy } from './touched.ts';

export type CommandOutcome = {
  commandId: Id;
  label: string;
  canUndo: boolean;
  hints: { code: string; message: string }[];
  touched: RecordsChanged;
};

/**
 * Does what a command says: shows it at once and puts it into the outbox, in one transaction.
 * Throws AppError with a German sentence when input, rights or the rule say no; then nothing has happened.
 */
export function runCommand<Name extends CommandName>(desk: Desk, name: Name, args: CommandArgs<Name>): CommandOutcome {
  return perform(desk, name, args, { keepAct: true });
}

/** Takes an act back by the command that undoes it. Throws AppError `not_found` when it cannot be taken back (any more). */
export function takeBack(desk: Desk, commandId: Id): CommandOutcome {
  const act = readAct(desk.store.db, commandId);
  if (!act) throw new AppError('not_found', 'Das lässt sich nicht mehr zurücknehmen.');
  return perform(desk, act.inverse.name, act.inverse.args, { keepAct: false, takesBack: act });
}

export type Performing = { keepAct: boolean; takesBack?: Act; batch?: { id: Id; label: string } };
export type Carried = {
  order: Order;
  label: string;
  places: RecordPlace[];
  hints: Accepted['hints'];
  canUndo: boolean;
};

function perform(desk: Desk, name: string, args: unknown, performing: Performing): CommandOutcome {
  const { db } = desk.store;
  const carried = inTransaction(db, () => carryOut(desk, name, args, performing));
  const { order, label, canUndo, hints } = carried;
  const touched = tellCarried(desk, [carried], canUndo || performing.takesBack !== undefined);
  return { commandId: order.id, label, canUndo, hints, touched };
}

/** One command within a transaction: decided, shown, put into the outbox. Throws AppError before anything of it is written. */
export function carryOut(desk: Desk, name: string, args: unknown, performing: Performing): Carried {
  const { db } = desk.store;
  const order = orderOf(desk, name, args);
  const actor = actorOf(db);
  const label = order.definition.label(order.args);
  mayIndexLater(db);
  checkLevels(db, order);
  const { decision, scopesRead } = decideHere(db, order, actor);
  if (decision.outcome === 'refused') throw errorOfRefusal(decision);
  const inverse = performing.keepAct ? inverseHere(db, order, actor) : null;
  const { id, at } = order;
  const outboxRow = addToOutbox(db, { id, name, args: order.args, at, schema: schemaVersion, label });
  const places = writeAhead(db, outboxRow, decision.writes);
  setOutboxScopes(db, outboxRow, [...scopesRead, ...places.map((place) => place.scopeId)]);
  if (inverse) addAct(db, { commandId: id, name, label, at, inverse, batch: performing.batch ?? null });
  if (performing.takesBack) removeAct(db, performing.takesBack.commandId);
  return { order, label, places, hints: decision.hints, canUndo: inverse !== null };
}

/** Tells once what commands have changed, after the commit. */
export function tellCarried(desk: Desk, carried: readonly Carried[], hasActsChanged: boolean): RecordsChanged {
  const places = carried.flatMap((one) => one.places);
  const isVisit = places.every(({ kind }) => kind === 'visit');
  const marks = isVisit ? [] : carried.flatMap(({ order }) => goneMarks(order));
  const touched = touchedBy(desk.store.db, [...places, ...marks]);
  tell(desk, places, touched, hasActsChanged);
  return touched;
}

function orderOf(desk: Desk, name: string, args: unknown): Order & { at: Moment } {
  const definition = commandByName(name);
  if (!definition) throw new AppError('invalid_input', 'Diese Handlung kennt das Programm nicht.', { name });
  const parsed = definition.input.safeParse(args);
  if (!parsed.success) throw invalidInput(parsed.error);
  return { id: desk.newId(), definition, args: parsed.data, at: desk.now() };
}

/** True where input, rights or rule would say no to it here and now; nothing is done. */
export function isRefusedHere(desk: Desk, name: string, args: unknown): boolean {
  const { db } = desk.store;
  try {
    const order = orderOf(desk, name, args);
    checkLevels(db, order);
    return decideHere(db, order, actorOf(db)).decision.outcome === 'refused';
  } catch (error) {
    if (error instanceof AppError) return true;
    throw error;
  }
}

function invalidInput(error: z.ZodError): AppError {
  const [issue] = error.issues;
  const isOurs = issue !== undefined && /^[A-ZÄÖÜ].*\.$/u.test(issue.message);
  const message = isOurs ? issue.message : 'Die Eingabe ist unvollständig oder ungültig.';
  return new AppError('invalid_input', message, { path: issue?.path.join('.') ?? '' });
}

/** Putting something into a Postkorb is left to the centre where the desk does not know better. */
function checkLevels(db: ReadableDb, order: Order): void {
  for (const need of order.definition.needs(order.args)) {
    if (need.level === 'deliver' && readScope(db, need.scopeId) === null) continue;
    if (!mayInScope(db, need.scopeId, need.level, order.at)) {
      throw new AppError('forbidden', lackInWords(readScope(db, need.scopeId), order.at), { scopeId: need.scopeId });
    }
  }
}

/** What is missing, for a worker: her right has ended, or it is one to read only. */
function lackInWords(scope: Scope | null, now: Moment): string {
  const what = scope?.kind === 'o' ? 'diesen Postkorb' : 'diese Akte';
  if (scope?.validTo && scope.validTo <= now) return `${endOfAccess(scope, now)} Es wurde nichts geändert.`;
  if (scope?.level === 'read' && scope.kind !== 'g') return `Sie dürfen ${what} nur lesen. Es wurde nichts geändert.`;
  return 'Dafür fehlt Ihnen die Berechtigung.';
}

const codes: Record<RefusalCode, ErrorCode> = {
  notFound: 'not_found',
  notAllowed: 'forbidden',
  alreadyDone: 'conflict',
  changedMeanwhile: 'conflict',
  invalid: 'invalid_input',
  missingContent: 'not_found',
};

function errorOfRefusal(refusal: Refused): AppError {
  return new AppError(codes[refusal.code], refusal.message, { ...refusal.details, refusal: refusal.code });
}

/** A mark that is taken away can no longer say which file it was about; its command can. */
function goneMarks(order: Order): RecordPlace[] {
  const { caseFileId } = order.args as { caseFileId?: Id };
  return caseFileId ? [{ kind: 'caseFile', scopeId: caseFileId, id: caseFileId }] : [];
}

function tell(desk: Desk, places: readonly RecordPlace[], touched: RecordsChanged, hasActsChanged: boolean): void {
  if (places.length > 0) desk.changes.tell('records', touched);
  if (hasActsChanged) desk.changes.tell('acts', {});
  desk.changes.tell('outbox', {});
}

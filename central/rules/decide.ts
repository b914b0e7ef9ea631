import { type Accepted, type Decision, type Refused, runRuleAsync } from '../../core/commands/rule.ts';
import type { PushResult } from '../../core/contract/central.ts';
import { isEnough } from '../../core/domain/levels.ts';
import { visibleContents } from '../store/access.ts';
import { quarantine } from '../store/commands.ts';
import { bytesOf, databaseCode, hexOf, isPassing } from '../store/database.ts';
import { applyAccepted, ScopeTakenError } from './apply.ts';
import { type Batch, contextOf, levelIn, lockOwnScopes, plainResult, rememberBatch, restoreBatch } from './batch.ts';
import { keepLateWork, type LatePlace, latePlaceOf } from './late-work.ts';
import { lackOfStaff } from './staff.ts';
import { lackAtStation } from './tell-station.ts';
import type { PreparedCommand, ReadyCommand } from './prepare.ts';

type Log = { error: (fields: object, message: string) => void };

/** Decides one command that is new and next in order: rights, contents, rule, writes. Quarantines what is not carried out. */
export async function decideCommand(batch: Batch, command: PreparedCommand, log: Log): Promise<PushResult> {
  const { id } = command.pushed;
  if (command.state !== 'ready') {
    if (command.state === 'unreadable') return turnAway(batch, command, 'refused', 'invalid', command.problem);
    const message = 'Dieser Vorgang stammt von einer neueren Fassung. Er wartet, bis die Zentrale erneuert ist.';
    return { ...plainResult(id, 'retry'), code: 'tooNew', message };
  }
  const { isClosing } = batch.caller;
  const isPermitted = !isClosing && (await isAllowed(batch, command));
  const late = isPermitted ? null : await latePlaceOf(batch, command);
  if (!isPermitted && !late) {
    const message = isClosing ? closedMessage : 'Für diesen Vorgang fehlt Ihnen das Recht.';
    return turnAway(batch, command, 'forbidden', isClosing ? 'accountClosed' : 'notAllowed', message);
  }
  const missing = await missingContents(batch, command);
  if (missing.length > 0) {
    const message = 'Der Inhalt ist noch nicht in der Zentrale.';
    return { ...plainResult(id, 'needBlob'), code: 'missingContent', message, details: { sha256: missing } };
  }
  return runCommand(batch, command, log, () =>
    late ? setLateAside(batch, command, late) : decideByRule(batch, command),
  );
}

const closedMessage =
  'Das Konto war geschlossen, als dies zur Zentrale kam. Es wurde nicht ausgeführt; der Inhalt ist aufbewahrt.';
const lateMessage = 'Ihr Zugriff hatte geendet, bevor dies abgeglichen wurde. Es wartet auf Übernahme.';

/** The right ended while the desk was away: kept in quarantine like all that is not carried out, and shown to the one responsible. */
async function setLateAside(batch: Batch, command: ReadyCommand, late: LatePlace): Promise<PushResult> {
  const details = await keepLateWork(batch, command, late);
  return turnAway(batch, command, 'forbidden', 'lateWork', lateMessage, details);
}

/** True when the caller holds every level the command needs. */
export async function isAllowed(batch: Batch, command: ReadyCommand): Promise<boolean> {
  for (const { scopeId, level } of command.needs) {
    if (!isEnough(await levelIn(batch, scopeId), level)) return false;
  }
  return true;
}

/** Contents the command names that are not stored, or that the caller may not see. */
export async function missingContents(batch: Batch, command: ReadyCommand): Promise<string[]> {
  const wanted = [...new Set(command.blobs)];
  if (wanted.length === 0) return [];
  await batch.records.flush(); // a content may be visible through what this push wrote
  const found = await visibleContents(batch.connection, batch.caller.workerId, wanted.map(bytesOf));
  const present = new Set(found.map(hexOf));
  return wanted.filter((sha256) => !present.has(sha256));
}

async function runCommand(
  batch: Batch,
  command: ReadyCommand,
  log: Log,
  work: () => Promise<PushResult>,
): Promise<PushResult> {
  if (!batch.isCareful) return work();
  const undo = rememberBatch(batch);
  await batch.connection.query('savepoint command');
  try {
    const result = await work();
    await batch.records.flush();
    await batch.connection.query('release savepoint command');
    return result;
  } catch (error) {
    if (isPassing(error)) throw error;
    await batch.connection.query('rollback to savepoint command');
    restoreBatch(batch, undo);
    if (error instanceof ScopeTakenError) {
      return turnAway(batch, command, 'refused', 'alreadyDone', 'Unter dieser Kennung gibt es schon etwas anderes.');
    }
    // A mistake of ours must not hold up everything behind it: kept in quarantine, told to the desk, found in the log.
    const reason = error instanceof Error ? error.name : 'unknown';
    log.error(
      { command: command.pushed.name, code: databaseCode(error), reason },
      'a command could not be carried out',
    );
    const message = 'Die Zentrale konnte diesen Vorgang nicht ausführen. Der Inhalt ist aufbewahrt.';
    return turnAway(batch, command, 'refused', 'failed', message);
  }
}

async function decideByRule(batch: Batch, command: ReadyCommand): Promise<PushResult> {
  const { caller, clientId } = batch;
  const { pushed, definition, args, argsHash } = command;
  const rule = definition.decide(args, contextOf(batch, command));
  const wished: Decision = await runRuleAsync(rule, batch.records.answer);
  const lack = wished.outcome === 'accepted' ? await lackOf(batch, wished) : null;
  const decision: Decision = lack ?? wished;
  if (decision.outcome === 'refused') {
    return turnAway(batch, command, 'refused', decision.code, decision.message, decision.details);
  }
  const occasion = {
    actorId: caller.workerId,
    clientId,
    commandId: pushed.id,
    atDesk: pushed.at,
    payloadHash: argsHash,
  };
  const scopes = await applyAccepted(batch, await withTold(batch, decision), occasion);
  return { ...plainResult(pushed.id, 'ok'), hints: decision.hints, scopes };
}

/** What only the centre sees and what stands against it all the same. */
async function lackOf({ connection }: Batch, { station, access }: Accepted): Promise<Refused | null> {
  return (await lackAtStation(connection, station)) ?? lackOfStaff(connection, access);
}

/** Locks the scopes of those who are told what of theirs does not stand; who has no scope (any more) cannot be told. */
export async function withTold(batch: Batch, decision: Accepted): Promise<Accepted> {
  const told = decision.writes.filter(({ kind }) => kind === 'overlap').map(({ scopeId }) => scopeId);
  if (told.length === 0) return decision;
  await lockOwnScopes(batch, told);
  const writes = decision.writes.filter(({ kind, scopeId }) => kind !== 'overlap' || batch.scopes.has(scopeId));
  return { ...decision, writes };
}

/** Keeps a command that is not carried out, with its content, and says why. */
export async function turnAway(
  batch: Batch,
  command: PreparedCommand,
  result: 'refused' | 'forbidden',
  code: string,
  message: string,
  details: Record<string, unknown> = {},
): Promise<PushResult> {
  const { id, name, args, schema, at } = command.pushed;
  await quarantine(batch.connection, {
    commandId: id,
    workerId: batch.caller.workerId,
    clientId: batch.clientId,
    name,
    args,
    schema,
    code,
    message,
    details,
    atDesk: at,
  });
  return { ...plainResult(id, result), code, message, details };
}

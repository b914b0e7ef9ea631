import { type Decision, runRuleAsync } from '../../core/commands/rule.ts';
import type { CommandArgs, CommandName } from '../../core/commands/registry.ts';
import { schemaVersion } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { levelsIn } from '../store/access.ts';
import { readDecided, rememberDecided } from '../store/commands.ts';
import type { AtCommit, Connection } from '../store/database.ts';
import { writeLines } from '../store/journal.ts';
import { lockScopes, saveScopes } from '../store/scopes.ts';
import { applyAccepted } from './apply.ts';
import { type Batch, type Caller, contextOf, openBatch, plainResult } from './batch.ts';
import { isAllowed, missingContents, withTold } from './decide.ts';
import { type PreparedCommand, prepareCommand, type ReadyCommand } from './prepare.ts';
import { gatherNews, type News } from './push.ts';

/** A command the centre itself gives; `id` is made from what it is about, so that it is the same when it is given again. */
export type OfficeCommand<Name extends CommandName = CommandName> = { id: Id; name: Name; args: CommandArgs<Name> };

/** `rights`: those of the caller; or of the office itself, which may do what its rules allow (for the Fachverfahren). */
export type OfficeWork = { clientId: Id; at: Moment; commands: OfficeCommand[]; rights?: 'ofCaller' | 'ofOffice' };

/** done: now or before; refused: nothing of it was carried out, `message` is a German sentence. */
export type OfficeResult = { id: Id; outcome: 'done' | 'refused'; message: string | null };

/**
 * Carries out commands of the centre's own (intake) within a transaction of the caller: the same rights, rules, writes and journal as a
 * desk's. A refused one changes nothing and keeps nothing: the caller has what it was about. `clientId` is what the work belongs to.
 */
export async function runOfficeCommands(
  transaction: { connection: Connection; atCommit: AtCommit },
  caller: Caller,
  work: OfficeWork,
): Promise<{ results: OfficeResult[]; news: News }> {
  const { connection, atCommit } = transaction;
  const batch = openBatch(connection, caller, work.clientId, false);
  const prepared = work.commands.map(({ id, name, args }) =>
    prepareCommand({ mid: 1, id, name, args, at: work.at, schema: schemaVersion }),
  );
  const scopeIds = [...new Set(prepared.flatMap(scopesOf))];
  // One after the other: what is read after the locks is not older than the wait for them.
  for (const [id, scope] of await lockScopes(connection, scopeIds)) batch.scopes.set(id, scope);
  batch.levels = await levelsIn(connection, caller.workerId, scopeIds);
  const decided = await readDecided(
    connection,
    work.commands.map(({ id }) => id),
  );
  const results: OfficeResult[] = [];
  for (const command of prepared) {
    const { id } = command.pushed;
    const isOffice = work.rights === 'ofOffice';
    results.push(decided.has(id) ? { id, outcome: 'done', message: null } : await decide(batch, command, isOffice));
  }
  atCommit(batch.records.flush());
  atCommit(writeLines(connection, batch.lines));
  atCommit(rememberDecided(connection, work.clientId, caller.workerId, batch.decisions));
  const dirty = [...batch.dirty].flatMap((id) => batch.scopes.get(id) ?? []);
  atCommit(saveScopes(connection, dirty, batch.moved));
  return { results, news: await gatherNews(batch) };
}

function scopesOf(command: PreparedCommand): Id[] {
  return command.state === 'ready' ? [...command.needs.map(({ scopeId }) => scopeId), ...command.touches] : [];
}

async function decide(batch: Batch, command: PreparedCommand, isOffice: boolean): Promise<OfficeResult> {
  const { id } = command.pushed;
  const refused = (message: string): OfficeResult => ({ id, outcome: 'refused', message });
  if (command.state !== 'ready') return refused(command.problem);
  if (!isOffice && !(await isAllowed(batch, command))) {
    return refused('Diesen Postkorb gibt es nicht, oder die Scanstelle darf dort nichts einlegen.');
  }
  if ((await missingContents(batch, command)).length > 0) {
    return refused('Der Inhalt ist nicht im Speicher der Zentrale.');
  }
  const rule = command.definition.decide(command.args, contextOf(batch, command));
  const decision: Decision = await runRuleAsync(rule, batch.records.answer);
  if (decision.outcome === 'refused') {
    return decision.code === 'alreadyDone' ? { id, outcome: 'done', message: null } : refused(decision.message);
  }
  const scopes = await applyAccepted(batch, await withTold(batch, decision), occasionOf(batch, command));
  const result = { ...plainResult(id, 'ok'), hints: decision.hints, scopes };
  batch.decisions.push({
    id,
    mid: await nextNumber(batch),
    name: command.pushed.name,
    argsHash: command.argsHash,
    result,
  });
  return { id, outcome: 'done', message: null };
}

function occasionOf({ caller, clientId }: Batch, { pushed, argsHash }: ReadyCommand) {
  return { actorId: caller.workerId, clientId, commandId: pushed.id, atDesk: pushed.at, payloadHash: argsHash };
}

/** Numbers of commands count up for what the work belongs to. */
async function nextNumber(batch: Batch): Promise<number> {
  const { rows } = await batch.connection.query<{ last: number }>(
    'select coalesce(max(mid), 0) as last from mutation where client_id = $1',
    [batch.clientId],
  );
  return (rows[0]?.last ?? 0) + batch.decisions.length + 1;
}

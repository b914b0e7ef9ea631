import { fieldsOfWords, isCritical } from '../../../core/commands/cover-parts.ts';
import type { CommandArgs } from '../../../core/commands/registry.ts';
import { derivedId, type Id } from '../../../core/domain/ids.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import { ownScopeOf } from '../../../core/domain/standing-ids.ts';
import type { JournalLineRow, MutationRow, QuarantineRow, RecordRow, ScopeRow } from '../database/tables.ts';
import type { Created, World } from '../world.ts';
import { wordPattern } from './marks.ts';

type Change = { caseFileId: Id; targetId: Id; before: Map<string, unknown>; after: Map<string, unknown> };
type Line = BodyOf<'historyEntry'>;

/** Rule S25: what somebody wrote is readable for good, and nothing is written over unseen without its author being told. */
export function checkTold(world: World): void {
  const decided = world.centre.database.table<MutationRow>('mutation');
  const results = new Map(decided.map(({ id, result }) => [id, result.result]));
  const readable = readableWords(world);
  const done = [...world.created.values()].filter(({ id }) => results.get(id) === 'ok');
  const withdrawn = lettersTakenBack(done);
  for (const created of done) {
    for (const word of isTakenBack(created, withdrawn) ? [] : (created.args.match(wordPattern) ?? [])) {
      if (!readable.has(word)) world.problem('lost', `${word} of ${created.name} ${created.id} stands nowhere`);
    }
    const change = changeOf(created);
    if (change) checkUnseen(world, created, change);
  }
}

/**
 * Of letters that are taken back before anybody has worked on them, and of parts of a letter that is whole again, nothing stays, by intent.
 * What a Fachverfahren said of a case before stands there.
 */
function isTakenBack({ rule, args }: Created, withdrawn: ReadonlySet<Id>): boolean {
  if (rule === 'updateCover') return true;
  if (rule === 'deliverLetters') {
    return (JSON.parse(args) as CommandArgs<'deliverLetters'>).letters.some(({ itemId }) => withdrawn.has(itemId));
  }
  if (rule !== 'rearrangeInboxItems') return false;
  const { documents } = JSON.parse(args) as CommandArgs<'rearrangeInboxItems'>;
  return documents.some(({ itemId }) => withdrawn.has(itemId));
}

const lettersTakenBack = (done: readonly Created[]): Set<Id> =>
  new Set(
    done.flatMap(({ rule, args }) => {
      if (rule === 'withdrawLetters') return (JSON.parse(args) as CommandArgs<'withdrawLetters'>).itemIds;
      if (rule !== 'withdrawRearranging') return [];
      return (JSON.parse(args) as CommandArgs<'withdrawRearranging'>).madeItemIds;
    }),
  );

/** All words that stand in a record, in the reason of a journal line, or are kept to be clarified. */
function readableWords({ centre: { database } }: World): Set<string> {
  const texts = database.table<QuarantineRow>('quarantine').map(({ args }) => args);
  for (const { id } of database.table<ScopeRow>('scope')) {
    for (const { body } of database.table<RecordRow>(`record ${id}`)) texts.push(body ?? '');
    for (const { reason } of database.table<JournalLineRow>(`journal ${id}`)) texts.push(reason ?? '');
  }
  return new Set(texts.flatMap((text) => text.match(wordPattern) ?? []));
}

/** Commands that give fields anew and name what was seen in them. */
function changeOf({ rule, args }: Created): Change | null {
  if (rule === 'changeCover') {
    const { caseFileId, before, after } = JSON.parse(args) as CommandArgs<'changeCover'>;
    return { caseFileId, targetId: caseFileId, before: fieldsOfWords(before), after: fieldsOfWords(after) };
  }
  if (rule !== 'setDocumentDetails') return null;
  const { caseFileId, documentId, before, after } = JSON.parse(args) as CommandArgs<'setDocumentDetails'>;
  return {
    ...{ caseFileId, targetId: documentId },
    ...{ before: new Map(Object.entries(before)), after: new Map(Object.entries(after)) },
  };
}

function checkUnseen(world: World, { id, name, rule }: Created, change: Change): void {
  const { caseFileId, targetId, before, after } = change;
  const history = world.centre.database
    .table<RecordRow>(`record ${caseFileId}`)
    .filter((row) => row.kind === 'historyEntry' && row.parentId === targetId && row.body !== null)
    .map((row) => ({ lineId: row.id, line: JSON.parse(row.body as string) as Line }));
  for (const field of after.keys()) {
    const own = derivedId(id, `${targetId}/${field}`);
    const line = history.find(({ lineId }) => lineId === own)?.line;
    if (!line || before.get(field) === line.oldValue) continue;
    if (rule === 'changeCover' && isCritical(field)) {
      world.problem('lost', `${name} ${id} wrote over ${field}, which was not seen`);
    } else if (!isTold(world, line, history)) {
      world.problem('lost', `${line.oldValue} was written over by ${name} ${id}, and nobody was told`);
    }
  }
}

/** True when the word that does not stand any more has reached somebody who had set it, or nobody else had. */
function isTold(world: World, { field, oldValue, by }: Line, history: { line: Line }[]): boolean {
  // Of other words, such as a name that was there from the beginning and came back, nobody notes where they have been.
  if (!oldValue?.match(wordPattern)) return true;
  const setting = history.filter(({ line }) => line.field === field && line.newValue === oldValue);
  const authors = new Set(setting.map(({ line }) => line.by).filter((author) => author !== by));
  if (authors.size === 0 || authors.size < new Set(setting.map(({ line }) => line.by)).size) return true;
  const places = new Set(world.marks.placesOf(oldValue ?? ''));
  return [...authors].some((author) => places.has(ownScopeOf(author)));
}

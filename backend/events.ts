import type { DeskApi } from '../core/contract/desk.ts';
import type { Id } from '../core/domain/ids.ts';
import type { Emit } from '../core/rpc/definition.ts';
import { listScopes, readScope } from '../db/scopes.ts';
import type { ReadableDb } from '../db/sql.ts';
import { scopesWithContents } from '../db/queries/contents.ts';
import type { RecordsChanged } from './commands/changes.ts';
import { createGathering } from './gathered.ts';
import type { OpenSession } from './session/session-parts.ts';

/** A single change shows at once; a first fetch, which changes thousands of records, is told a few times a second. */
const recordsPace = { burst: 5, frame: 16, pause: 150 };
const contentsPace = { burst: 1, frame: 3_000, pause: 3_000 };

/** Tells the pages what changes in a store, gathered into few events. Returns how to stop. */
export function tellPages(open: OpenSession, emit: Emit<DeskApi>): () => void {
  const { changes, desk } = open;
  const caseFileIds = new Set<Id>();
  const visitedIds = new Set<Id>();
  const inboxIds = new Set<Id>();
  const other = new Set<'office' | 'substitutions' | 'clarifications' | 'undo'>();
  const records = createGathering(recordsPace, () => {
    if (caseFileIds.size > 0) emit('caseFiles', 'changed', { caseFileIds: taken(caseFileIds) });
    if (visitedIds.size > 0) emit('caseFiles', 'visited', { caseFileIds: taken(visitedIds) });
    if (inboxIds.size > 0) emit('inbox', 'changed', { inboxIds: taken(inboxIds) });
    for (const group of taken(other)) emit(group, 'changed', {});
  });
  const contents = new Set<string>();
  const arrived = createGathering(contentsPace, () => {
    for (const scopeId of scopesWithContents(desk.store.db, taken(contents))) caseFileIds.add(scopeId);
    records.later();
  });
  const scans = createGathering(recordsPace, () => emit('branchScans', 'changed', {}));
  const stops = [
    open.scans.onChanged(() => scans.later()),
    changes.on('records', (change) => {
      for (const id of change.caseFileIds) caseFileIds.add(id);
      for (const id of change.visitedIds) visitedIds.add(id);
      for (const id of change.inboxIds) inboxIds.add(id);
      // The Postkorb marks letters that came after a follow-up was set.
      if (change.kinds.includes('followUp')) for (const id of inboxesHere(desk.store.db)) inboxIds.add(id);
      for (const group of houseGroups(change)) other.add(group);
      if (change.kinds.some((kind) => kind === 'lateWork' || kind === 'overlap' || kind === 'note'))
        other.add('clarifications');
      records.later();
    }),
    changes.on('scopes', ({ gained, lost }) => {
      for (const id of [...gained, ...lost]) {
        const kind = readScope(desk.store.db, id)?.kind; // of what has gone nothing is known any more
        if (!kind || kind === 'c') caseFileIds.add(id);
        if (!kind || kind === 'o') inboxIds.add(id);
      }
      other.add('substitutions');
      records.later();
    }),
    changes.on('acts', () => {
      other.add('undo');
      records.later();
    }),
    changes.on('clarifications', () => {
      other.add('clarifications');
      records.later();
    }),
    changes.on('blobs', ({ sha256 }) => {
      for (const name of sha256) contents.add(name);
      arrived.later();
    }),
    open.sync.onShow((show) => emit('caseFiles', 'show', show)),
    open.sync.onState((state) => emit('sync', 'changed', state)),
  ];
  return () => {
    records.stop();
    arrived.stop();
    scans.stop();
    for (const stop of stops) stop();
  };
}

const inboxesHere = (db: ReadableDb): Id[] => listScopes(db).flatMap(({ id, kind }) => (kind === 'o' ? id : []));

function houseGroups({ house, kinds }: RecordsChanged): ('office' | 'substitutions')[] {
  if (!house) return [];
  const isOnlySubstitutions = kinds.every((kind) => kind === 'substitution');
  if (isOnlySubstitutions) return ['substitutions'];
  return kinds.includes('substitution') ? ['office', 'substitutions'] : ['office'];
}

function taken<Member>(set: Set<Member>): Member[] {
  const members = [...set];
  set.clear();
  return members;
}

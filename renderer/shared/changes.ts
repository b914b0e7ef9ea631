import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { DeskClient } from '../../core/contract/desk.ts';
import type { DeskConnection } from './connection.ts';
import { clearMessages } from './messages.ts';
import { goHome } from './navigation.ts';

/** Groups whose answers depend on a case file. */
const caseGroups = new Set(['caseAccess', 'caseFiles', 'documents', 'notes', 'followUps', 'journal']);

/** Whether the answer under a key may have changed with these case files. Keys are `[group, call, input]`. */
export function dependsOnCases(key: QueryKey, caseFileIds: readonly string[]): boolean {
  const [group, , input] = key;
  if (typeof group !== 'string' || !caseGroups.has(group)) return false;
  const caseFileId = (input as { caseFileId?: string | null } | undefined)?.caseFileId;
  return !caseFileId || caseFileIds.includes(caseFileId);
}

/** Whether the answer under a key may have changed with these Postkörbe. */
export function dependsOnInboxes(key: QueryKey, inboxIds: readonly string[]): boolean {
  const [group, , input] = key;
  if (group !== 'inbox') return false;
  const inboxId = (input as { inboxId?: string } | undefined)?.inboxId;
  return !inboxId || inboxIds.includes(inboxId);
}

type FirstFetch = { firstFetch: { isUsable: boolean } | null };

/** Each step of a first fetch is told; only from stage to stage the answers of everything differ. */
function stageOf(state: FirstFetch | undefined): 'done' | 'usable' | 'coming' {
  if (!state?.firstFetch) return 'done';
  return state.firstFetch.isUsable ? 'usable' : 'coming';
}

/** The one place that turns the backend's events into fresh queries. Returns how to stop. */
export function followChanges(queries: QueryClient, connection: DeskConnection): () => void {
  const { on: session } = connection.client.session;
  const groups = (...names: string[]) => {
    for (const name of names) void queries.invalidateQueries({ queryKey: [name] });
  };
  const { client } = connection;
  const stops = [
    watchWorker(queries),
    session.changed((state) => {
      const before = queries.getQueryData<typeof state>(['session', 'state', {}]);
      queries.setQueryData(['session', 'state', {}], state);
      // While the desk is locked nothing can be asked, and what stands in its windows stays.
      if (state.state === 'locked') return;
      if (before?.state !== state.state || stageOf(before) !== stageOf(state)) {
        void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      }
    }),
    client.caseFiles.on.changed(({ caseFileIds }) => {
      void queries.invalidateQueries({ predicate: ({ queryKey }) => dependsOnCases(queryKey, caseFileIds) });
      groups('search');
      // What can be done about a point depends on what stands now.
      if (hasClarifications(queries)) groups('clarifications');
    }),
    client.caseFiles.on.visited(() => void queries.invalidateQueries({ queryKey: ['caseFiles', 'list'] })),
    client.inbox.on.changed(({ inboxIds }) => {
      void queries.invalidateQueries({ predicate: ({ queryKey }) => dependsOnInboxes(queryKey, inboxIds) });
      // What the scan station has answered is no longer taken back.
      groups('undo');
      void queries.invalidateQueries({ queryKey: ['caseFiles', 'openPoints'] });
    }),
    client.branchScans.on.changed(() => groups('branchScans')),
    client.office.on.changed(() => groups('office', ...(hasClarifications(queries) ? ['clarifications'] : []))),
    client.substitutions.on.changed(() => groups('substitutions', 'inbox', 'caseFiles', 'followUps', 'office')),
    client.clarifications.on.changed(() => {
      groups('clarifications');
      void queries.invalidateQueries({ queryKey: ['caseFiles', 'openPoints'] });
    }),
    client.undo.on.changed(() => {
      groups('undo');
      // A letter that is done says by which command it can be taken back.
      void queries.invalidateQueries({ queryKey: ['inbox', 'item'] });
    }),
    client.sync.on.changed((state) => {
      const before = queries.getQueryData<typeof state>(['sync', 'state', {}]);
      queries.setQueryData(['sync', 'state', {}], state);
      void queries.invalidateQueries({ queryKey: ['sync', 'overview'] });
      if (before?.connection !== 'connected' && state.connection === 'connected') retryFailed(queries);
    }),
    connection.onReconnected(() => void queries.invalidateQueries()),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

const hasClarifications = (queries: QueryClient): boolean =>
  (queries.getQueryData<{ rows: unknown[] }>(['clarifications', 'list', {}])?.rows.length ?? 0) > 0;

/** What failed for want of the centre is asked again when it is back. */
function retryFailed(queries: QueryClient): void {
  void queries.invalidateQueries({ predicate: ({ state }) => state.status === 'error' });
}

type Session = Awaited<ReturnType<DeskClient['session']['state']>>;

/** However the page learns that a worker left (event, answer, new pipe): nothing of hers stays in memory or on the screen. */
function watchWorker(queries: QueryClient): () => void {
  let workerId: string | null = null;
  return queries.getQueryCache().subscribe(({ query, type }) => {
    if (type !== 'updated' || query.queryKey[0] !== 'session') return;
    const session = query.state.data as Session | undefined;
    if (!session) return;
    const before = workerId;
    workerId = session.state === 'loggedOut' ? null : (session.worker?.id ?? null);
    if (before === null || before === workerId) return;
    clearMessages();
    goHome();
    if (workerId === null) queries.removeQueries({ predicate: belongsToWorker });
    else void queries.resetQueries({ predicate: belongsToWorker });
  });
}

const belongsToWorker = ({ queryKey: [group, name] }: { queryKey: QueryKey }): boolean =>
  group !== 'session' && !(group === 'desk' && name === 'configuration');

export type SyncState = Awaited<ReturnType<DeskClient['sync']['state']>>;

import type { Id } from '../../core/domain/ids.ts';
import type { Database } from '../store/database.ts';
import { readLittleNews } from '../store/feed.ts';
import { openSessions } from '../store/sessions.ts';

/** So many scopes and versions are told with their rows; of more only the heads. */
const mostScopes = 10;
const mostVersions = 50;
/** Characters of an answer that goes along with a poke. */
const mostText = 16 * 1024;
/** Workers looked up in one question. */
const workersAtOnce = 200;
/** A database that takes longer must not hold up the hint itself. */
const patience = 1_000; // milliseconds

/** Head of a scope that changed, and the one before where it is known. */
export type ChangedScope = { head: number; after: number | null };
type Desk = { workerId: Id; sessionId: Id };
/** What goes along with the poke to a desk: the answer its pull would get now, as JSON in ASCII; null: nothing. */
export type NewsFor = (desk: Desk) => string | null;

export const noNews: NewsFor = () => null;

/** True when what is new in these scopes may be little enough to be told with the poke. */
export function mayBeLittle(changed: ReadonlyMap<Id, ChangedScope>): boolean {
  if (changed.size === 0 || changed.size > mostScopes) return false;
  let versions = 0;
  for (const { head, after } of changed.values()) {
    if (after === null || after === 0) return false;
    versions += head - after;
  }
  return versions <= mostVersions;
}

/**
 * Reads what is new in scopes for desks that listen. It is a pull that need not be asked for: rights and sessions are looked up anew, in
 * this moment, for each worker and each desk.
 */
export async function readNewsFor(
  database: Database,
  desks: readonly Desk[],
  changed: ReadonlyMap<Id, ChangedScope>,
): Promise<NewsFor> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<NewsFor>((resolve) => {
    timer = setTimeout(() => resolve(noNews), patience);
  });
  try {
    return await Promise.race([read(database, desks, changed), late]);
  } catch {
    return noNews; // the hint alone is enough
  } finally {
    clearTimeout(timer);
  }
}

async function read(
  database: Database,
  desks: readonly Desk[],
  changed: ReadonlyMap<Id, ChangedScope>,
): Promise<NewsFor> {
  const need = [...changed].map(([scopeId, { after }]) => ({ scopeId, after: after ?? 0 }));
  const byWorker = [...Map.groupBy(desks, ({ workerId }) => workerId)];
  const answers = new Map<Id, string>();
  const open = new Set<Id>();
  for (let from = 0; from < byWorker.length; from += workersAtOnce) {
    const some = byWorker.slice(from, from + workersAtOnce);
    const sessionIds = [...new Set(some.flatMap(([, hers]) => hers.map(({ sessionId }) => sessionId)))];
    const workerIds = some.map(([workerId]) => workerId);
    const told = await readLittleNews(database, workerIds, need, async (connection) => {
      for (const sessionId of await openSessions(connection, sessionIds)) open.add(sessionId);
    });
    for (const [workerId, text] of told) answers.set(workerId, text);
  }
  const told = new Map([...new Set(answers.values())].map((text) => [text, inAscii(text)]));
  return ({ workerId, sessionId }) => {
    const text = open.has(sessionId) ? answers.get(workerId) : undefined;
    return (text !== undefined && told.get(text)) || null;
  };
}

/** JSON whose texts are written in ASCII, as events are; null when it is too long. */
function inAscii(json: string): string | null {
  if (json.length > mostText) return null;
  const text = json.replaceAll(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return text.length > mostText ? null : text;
}

import { authorOfResponsibility, nameOf, reassignCaseFiles } from '../../core/commands/responsibility.ts';
import { changeWorker } from '../../core/commands/staff.ts';
import type { Id } from '../../core/domain/ids.ts';
import { dayOf, germanDay } from '../../core/domain/moments.ts';
import type { Role } from '../../core/domain/levels.ts';
import { roleWords } from '../../core/domain/role-words.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import { workerNames } from '../../db/queries/names.ts';
import { readRecord } from '../../db/records.ts';
import { mayInScope } from '../../db/scopes.ts';
import type { ReadableDb } from '../../db/sql.ts';
import { runRuleHere } from '../commands/execute.ts';
import type { OpenDesk } from '../context.ts';
import type { FieldInWords } from './content-words.ts';

/** Most case files named one by one. */
const namedAtMost = 5;

/** What was given for somebody's role and team, or for who is responsible for case files; null when it is about something else. */
export function postContent(db: ReadableDb, args: unknown): FieldInWords[] | null {
  const post = changeWorker.input.safeParse(args).data;
  if (post) {
    const person = { field: 'Person', value: workerNames(db)(post.workerId) };
    return [person, ...postFields(db, post.after), { field: 'Grund', value: post.reason }];
  }
  const given = reassignCaseFiles.input.safeParse(args).data;
  if (!given) return null;
  return [
    ...limited(given.caseFileIds, (id) => ({ field: 'Akte', value: fileWords(db, id) })),
    { field: 'Zuständig', value: workerNames(db)(given.toWorkerId) },
    { field: 'Grund', value: given.reason },
  ];
}

/** What stands in its place and who gave it; null when it is about something else. */
export function postStanding(desk: OpenDesk, args: unknown): FieldInWords[] | null {
  const { db } = desk.store;
  const post = changeWorker.input.safeParse(args).data;
  if (post) {
    const worker = readRecord(db, 'worker', houseScopeId, post.workerId);
    if (!worker) return [];
    const { postChange } = worker;
    const changed = postChange ? [{ field: 'Geändert', value: authorWords(db, postChange) }] : [];
    return [...postFields(db, worker), ...changed];
  }
  const given = reassignCaseFiles.input.safeParse(args).data;
  if (!given) return null;
  const readable = given.caseFileIds.filter((id) => mayInScope(db, id, 'read', desk.now()));
  const other = readable.filter((id) => caseFileHead(db, id)?.workerId !== given.fromWorkerId);
  return limited(other, (id) => ({ field: `Zuständig für ${fileWords(db, id)}`, value: responsibleWords(db, id) }));
}

function responsibleWords(db: ReadableDb, caseFileId: Id): string {
  const workerId = caseFileHead(db, caseFileId)?.workerId ?? null;
  const worker = workerId && readRecord(db, 'worker', houseScopeId, workerId);
  const author = runRuleHere(db, authorOfResponsibility(caseFileId, nameOf(worker)));
  const name = workerNames(db)(workerId);
  return author ? `${name}, eingetragen ${authorWords(db, author)}` : name;
}

const authorWords = (db: ReadableDb, { by, at }: { by: Id; at: string }): string =>
  `von ${workerNames(db)(by)} am ${germanDay(dayOf(at))}`;

function postFields(db: ReadableDb, { role, teamId }: { role: Role; teamId: Id | null }): FieldInWords[] {
  const team = teamId ? (readRecord(db, 'team', houseScopeId, teamId)?.name ?? 'unbekanntes Team') : 'kein Team';
  return [
    { field: 'Rolle', value: roleWords[role] },
    { field: 'Team', value: team },
  ];
}

function fileWords(db: ReadableDb, caseFileId: Id): string {
  const head = caseFileHead(db, caseFileId);
  return head ? `${head.title} (${head.fileNumber})` : 'Akte, die nicht auf diesem Gerät ist';
}

function limited(ids: readonly Id[], say: (id: Id) => FieldInWords): FieldInWords[] {
  const more = ids.length - namedAtMost;
  const left = more > 0 ? [{ field: 'Weitere Akten', value: String(more) }] : [];
  return [...ids.slice(0, namedAtMost).map(say), ...left];
}

import type { CommandName } from '../../../core/commands/registry.ts';
import { createIdSource, type Id } from '../../../core/domain/ids.ts';
import { momentOf } from '../../../core/domain/moments.ts';
import type { MemoryDatabase } from '../database/memory-database.ts';
import type { RecordRow } from '../database/tables.ts';
import { beginning, type Office, type OfficeWorker } from '../office.ts';
import type { Random } from '../simulation/random.ts';

export type RandomCommand = { name: CommandName; args: unknown };
type Parts = { random: Random; memory: MemoryDatabase; office: Office; newId: () => Id };
type Make = (parts: Parts, worker: OfficeWorker) => RandomCommand | null;

/** Ids that are the same each time for the same chance. */
export function idsFrom(random: Random): () => Id {
  return createIdSource(
    () => beginning,
    (bytes) => {
      for (let index = 0; index < bytes.length; index += 1) bytes[index] = random.below(256);
      return bytes;
    },
  );
}

function recordsOf({ memory }: Parts, kind: string): RecordRow[] {
  const names = [...memory.committed().keys()].filter((name) => name.startsWith('record '));
  return names
    .flatMap((name) => memory.table<RecordRow>(name))
    .filter((row) => row.kind === kind && !row.deleted)
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** A command about one of the records of a kind, wherever it lies; null when there is none. */
function about(
  kind: string,
  name: CommandName,
  args: (place: RecordRow, parts: Parts, worker: OfficeWorker) => object,
): Make {
  return (parts, worker) => {
    const found = recordsOf(parts, kind);
    return found.length === 0 ? null : { name, args: args(parts.random.pick(found), parts, worker) };
  };
}
const caseOf = ({ random, office }: Parts): Id => random.pick(office.caseFiles);
const text = ({ random }: Parts): string =>
  random.pick(['Miete geprüft', 'Anruf „wegen“ Heizkosten', 'ß Ä\n\t"', '😀']);
const filing = (parts: Parts) => ({
  ...{ title: text(parts), keywordIds: [parts.office.keywordId], letterDate: '2026-11-20', receivedDate: null },
  ...{ sender: 'Wohnungsbau Husum', direction: 'incoming', isProtected: parts.random.chance(0.2) },
});
const reason = 'Irrtum';

const makers: readonly Make[] = [
  (parts) => ({
    name: 'addNote',
    args: {
      ...{ caseFileId: caseOf(parts), noteId: parts.newId(), documentId: null, text: text(parts) },
      ...{ isPinned: parts.random.chance(0.3), isPhoneCall: false },
    },
  }),
  about('note', 'reviseNote', ({ id, scopeId }, parts) => ({
    ...{ caseFileId: scopeId, noteId: parts.newId(), replaces: [id], text: text(parts), isPinned: false },
  })),
  about('note', 'retractNote', ({ id, scopeId }) => ({ caseFileId: scopeId, noteId: id, reason })),
  (parts) => ({
    name: 'createFollowUp',
    args: {
      ...{ caseFileId: caseOf(parts), followUpId: parts.newId(), documentId: null },
      ...{ dueOn: '2027-01-15', subject: text(parts) },
    },
  }),
  about('followUp', 'completeFollowUp', ({ id, scopeId }) => ({ caseFileId: scopeId, followUpId: id })),
  about('document', 'setDocumentDetails', ({ id, scopeId }, parts) => ({
    ...{ caseFileId: scopeId, documentId: id, before: {}, after: { title: text(parts) } },
  })),
  about('document', 'setDocumentKeywords', ({ id, scopeId }, parts) => ({
    ...{ caseFileId: scopeId, documentId: id, add: [parts.newId()], removeLinks: [], isProtected: false },
  })),
  about('document', 'markDocument', ({ id, scopeId }, { random }, { workerId }) => ({
    ...{ workerId, caseFileId: scopeId, documentId: id, isRead: random.chance(0.5) },
  })),
  about('document', 'retractDocument', ({ id, scopeId }) => ({ caseFileId: scopeId, documentId: id, reason })),
  about('document', 'retractDocuments', ({ id, scopeId }, parts) => ({
    ...{ caseFileId: scopeId, documentIds: [id, parts.newId()], reason },
  })),
  about('document', 'moveDocument', ({ id, scopeId }, parts) => ({
    ...{ caseFileId: scopeId, documentId: id, toCaseFileId: caseOf(parts), newDocumentId: parts.newId(), reason: '' },
  })),
  about('inboxItem', 'fileInboxItem', ({ id, scopeId }, parts) => ({
    ...{ inboxId: scopeId, itemId: id, caseFileId: caseOf(parts), documentId: parts.newId(), filing: filing(parts) },
  })),
  about('inboxItem', 'forwardInboxItem', ({ id, scopeId }, parts) => ({
    ...{ inboxId: scopeId, itemId: id, targetInboxId: parts.random.pick(parts.office.workers).inboxId },
    ...{ newItemId: parts.newId(), remark: null },
  })),
  about('inboxItem', 'withdrawLetters', ({ id, scopeId }, parts) => ({
    ...{ inboxId: scopeId, itemIds: [id, parts.newId()] },
  })),
  (parts, { workerId }) => ({
    name: 'pinCaseFile',
    args: { workerId, caseFileId: caseOf(parts), isPinned: parts.random.chance(0.7) },
  }),
  (parts) => {
    const [absent, substitute] = [parts.random.pick(parts.office.workers), parts.random.pick(parts.office.workers)];
    return {
      name: 'startSubstitution',
      args: {
        ...{ substitutionId: parts.newId(), absentWorkerId: absent.workerId, substituteWorkerId: substitute.workerId },
        ...{ reason: 'Urlaub', from: momentOf(Date.now() - 60_000), to: momentOf(Date.now() + 86_400_000) },
      },
    };
  },
  about('substitution', 'endSubstitution', ({ id }) => ({ substitutionId: id })),
  (parts) => ({
    name: 'denyAccess',
    args: {
      ...{ caseAccessId: parts.newId(), caseFileId: caseOf(parts) },
      ...{ workerId: parts.random.pick(parts.office.workers).workerId, cause: 'bias', reason: 'Verwandt' },
    },
  }),
  (parts) => ({
    name: 'reassignCaseFiles',
    args: {
      caseFileIds: [caseOf(parts), caseOf(parts)],
      fromWorkerId: parts.random.pick(parts.office.workers).workerId,
      toWorkerId: parts.random.pick(parts.office.workers).workerId,
      reason: 'Umverteilung',
    },
  }),
  about('caseAccess', 'endCaseAccess', ({ id, scopeId }) => ({ caseFileId: scopeId, caseAccessId: id, reason })),
];

/** Something a worker might do; whether she may is for the centre to say. */
export function randomCommand(parts: Parts, worker: OfficeWorker): RandomCommand {
  for (;;) {
    const made = parts.random.pick(makers)(parts, worker);
    if (made) return made;
  }
}

/** Another role or team for one of the workers. */
export function randomPost(parts: Parts): RandomCommand {
  const { random, office } = parts;
  const { workerId } = random.pick(office.workers);
  if (random.chance(0.3)) {
    return { name: random.pick(['closeWorker', 'reopenWorker'] as const), args: { workerId, reason: 'Ausgeschieden' } };
  }
  const found = recordsOf(parts, 'worker').find(({ id }) => id === workerId);
  const { role, teamId } = JSON.parse(found?.body ?? '{}') as { role: string; teamId: Id | null };
  const after = { role: random.pick(['worker', 'teamLead', 'audit']), teamId: random.pick([...office.teams, null]) };
  return { name: 'changeWorker', args: { workerId, before: { role, teamId }, after, reason: 'Umsetzung' } };
}

/** A letter with these bytes for the Postkorb of somebody. */
export function randomLetter(parts: Parts, content: { sha256: string; size: number }): RandomCommand {
  const facts = {
    ...{ fileName: 'brief.pdf', mediaType: 'application/pdf', ...content, kind: 'pdf', pageCount: 1 },
    ...{ encrypted: 'no', hasText: true, explanation: null, attachments: [] },
  };
  return {
    name: 'deliverInboxItem',
    args: {
      ...{ inboxId: parts.random.pick(parts.office.workers).inboxId, itemId: parts.newId(), title: text(parts) },
      ...{ letterDate: '2026-11-20', receivedDate: '2026-11-21', sender: null, direction: 'incoming', source: 'scan' },
      ...{ content: facts, pageTexts: [text(parts)], proposedCase: null, proposedKeyword: null, remark: null },
    },
  };
}

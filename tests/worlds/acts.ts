import { takeBack } from '../../backend/commands/run-command.ts';
import { AppError } from '../../core/domain/errors.ts';
import { asId } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { listActs } from '../../db/acts.ts';
import { addToOutbox } from '../../db/outbox.ts';
import { idText } from '../../db/record-tables.ts';
import { readRecord } from '../../db/records.ts';
import { all } from '../../db/sql.ts';
import { type CaseActName, caseActs, caseActWeights } from './case-acts.ts';
import { coverActs } from './cover-acts.ts';
import type { WorldDesk } from './desk/desk.ts';
import { isDiskError, KilledError } from './desk/disk.ts';
import { followUpActs } from './follow-up-acts.ts';
import { letterActs } from './letter-acts.ts';
import { caseFileFor, order, placesIn, postkoerbe, word } from './orders.ts';
import { paperActs } from './paper-acts.ts';
import { filing } from './papers.ts';
import { composedActs, rearrangeActs } from './rearrange-acts.ts';
import type { World } from './world.ts';

// What people do at their desks. What the desk refuses at once has not happened.

const weights = {
  ...{ note: 5, revise: 2, retractNote: 1, followUp: 2, complete: 1, mark: 2, pin: 1, rename: 2, keywords: 1 },
  ...{ file: 5, unfile: 1, forward: 2, retract: 1, move: 2, undo: 2, addDocument: 2, createCaseFile: 1 },
  ...{ fileMail: 2, deliverMail: 1 },
  ...{ reschedule: 2, cancel: 1, assign: 1 },
  ...{ claim: 2, release: 1, restore: 1, fileMany: 1, keywordMany: 1, cover: 1, changeCover: 2 },
  ...{ split: 3, merge: 2, giveBack: 3 },
} as const;
type ActName = keyof typeof weights | 'substitute' | 'endSubstitution' | 'olderCommand' | CaseActName;

/** Has somebody do something at a desk; what cannot be done there and now is followed by another try, so that worlds stay busy. */
export function act(world: World, desk: WorldDesk): void {
  for (let attempt = 0; attempt < 4; attempt += 1) if (hasActed(world, desk)) return;
}

function hasActed(world: World, desk: WorldDesk): boolean {
  const name = world.random.weighted<ActName>({
    ...weights,
    ...(world.isOn('substitutions') ? { substitute: 3, endSubstitution: 2 } : {}),
    ...caseActWeights(world, desk),
    ...(world.isOn('olderCommands') ? { olderCommand: 2 } : {}),
  });
  const before = world.created.size;
  try {
    acts[name](world, desk);
  } catch (error) {
    if (error instanceof KilledError) return true;
    if (!(error instanceof AppError || isDiskError(error))) throw error;
    world.trace(`${desk.name} ${name}: ${String(error)}`);
  }
  // Papers are added when their content has been written.
  return name in paperActs || name in composedActs || world.created.size > before;
}

const acts: Record<ActName, (world: World, desk: WorldDesk) => void> = {
  note(world, desk) {
    const about = { caseFileId: caseFileFor(world), noteId: world.newId(), documentId: null };
    order(world, desk, 'addNote', { ...about, text: word(world, desk), isPinned: false, isPhoneCall: false });
  },
  revise(world, desk) {
    const notes = placesIn(desk, 'note');
    if (notes.length === 0) return;
    const { id, scopeId } = world.random.pick(notes);
    const about = { caseFileId: scopeId, noteId: world.newId(), replaces: [id] };
    order(world, desk, 'reviseNote', { ...about, text: word(world, desk), isPinned: world.random.chance(0.5) });
  },
  retractNote(world, desk) {
    const notes = placesIn(desk, 'note');
    if (notes.length === 0) return;
    const { id, scopeId } = world.random.pick(notes);
    order(world, desk, 'retractNote', { caseFileId: scopeId, noteId: id, reason: 'Irrtum' });
  },
  mark(world, desk) {
    const documents = placesIn(desk, 'document');
    if (documents.length === 0) return;
    const { id, scopeId } = world.random.pick(documents);
    const isRead = world.random.chance(0.5);
    order(world, desk, 'markDocument', {
      ...{ workerId: desk.worker.workerId, caseFileId: scopeId, documentId: id, isRead },
    });
  },
  pin(world, desk) {
    const isPinned = world.random.chance(0.5);
    order(world, desk, 'pinCaseFile', { workerId: desk.worker.workerId, caseFileId: caseFileFor(world), isPinned });
  },
  rename(world, desk) {
    const documents = placesIn(desk, 'document');
    if (documents.length === 0) return;
    const { id, scopeId } = world.random.pick(documents);
    const title = readRecord(desk.db, 'document', scopeId, id)?.title ?? '';
    const change = { before: { title }, after: { title: word(world, desk) } };
    order(world, desk, 'setDocumentDetails', { caseFileId: scopeId, documentId: id, ...change });
  },
  keywords(world, desk) {
    const documents = placesIn(desk, 'document');
    if (documents.length === 0) return;
    const { id, scopeId } = world.random.pick(documents);
    const links = placesIn(desk, 'document_keyword').filter((link) => link.scopeId === scopeId);
    const removeLinks = links.length > 0 && world.random.chance(0.5) ? [world.random.pick(links).id] : [];
    const change = { add: [world.newId()], removeLinks, isProtected: world.random.chance(0.3) };
    order(world, desk, 'setDocumentKeywords', { caseFileId: scopeId, documentId: id, ...change });
  },
  file(world, desk) {
    const items = placesIn(desk, 'inbox_item', `state = 'open'`);
    if (items.length === 0) return;
    const { id, scopeId } = world.random.pick(items);
    const target = { caseFileId: caseFileFor(world), documentId: world.newId() };
    order(world, desk, 'fileInboxItem', {
      ...{ inboxId: scopeId, itemId: id, ...target, filing: filing(world, word(world, desk)) },
    });
  },
  unfile(world, desk) {
    const items = placesIn(desk, 'inbox_item', `state = 'filed'`);
    if (items.length === 0) return;
    const { id, scopeId } = world.random.pick(items);
    const [row] = all<{ c: Uint8Array; d: Uint8Array }>(
      desk.db,
      'SELECT filed_case_file_id AS c, filed_document_id AS d FROM inbox_item WHERE id = ?',
      Buffer.from(id.replaceAll('-', ''), 'hex'),
    );
    if (!row) return;
    const target = { caseFileId: idText(row.c), documentId: idText(row.d) };
    order(world, desk, 'unfileInboxItem', { inboxId: scopeId, itemId: id, ...target });
  },
  forward(world, desk) {
    const items = placesIn(desk, 'inbox_item', `state = 'open'`);
    if (items.length === 0) return;
    const { id, scopeId } = world.random.pick(items);
    const targetInboxId = world.random.pick(postkoerbe(world));
    const target = { targetInboxId, newItemId: world.newId(), remark: null };
    order(world, desk, 'forwardInboxItem', { inboxId: scopeId, itemId: id, ...target });
  },
  retract(world, desk) {
    const documents = placesIn(desk, 'document', `state = 'filed'`);
    if (documents.length === 0) return;
    const { id, scopeId } = world.random.pick(documents);
    order(world, desk, 'retractDocument', { caseFileId: scopeId, documentId: id, reason: 'Irrtum' });
  },
  move(world, desk) {
    const documents = placesIn(desk, 'document', `state = 'filed'`);
    if (documents.length === 0) return;
    const { id, scopeId } = world.random.pick(documents);
    const target = { toCaseFileId: caseFileFor(world), newDocumentId: world.newId(), reason: '' };
    if (target.toCaseFileId === scopeId) return;
    order(world, desk, 'moveDocument', { caseFileId: scopeId, documentId: id, ...target });
  },
  undo(world, desk) {
    const done = listActs(desk.db, '2000-01-01T00:00:00.000Z');
    if (done.length === 0) return;
    const { commandId } = world.random.pick(done);
    world.noteCreated(desk, takeBack(desk.desk, commandId).commandId, 'takeBack');
  },
  createCaseFile(world, desk) {
    const caseFileId = world.newId();
    const dates = { approvedFrom: null, approvedUntil: null, openedOn: '2026-11-23' };
    const facts = { fileNumber: word(world, desk), kind: 'benefit' as const, title: 'Neue Akte', householdId: null };
    const caseFile = { ...facts, ...dates, workerId: desk.worker.workerId, state: 'running' as const };
    order(world, desk, 'createCaseFile', { caseFileId, caseFile, household: null, persons: [] });
    world.caseFiles.push(caseFileId);
  },
  ...paperActs,
  ...followUpActs,
  ...caseActs,
  ...letterActs,
  ...coverActs,
  ...rearrangeActs,
  substitute(world, desk) {
    const { workers } = world.office;
    const [absent, substitute] = [world.random.pick(workers), world.random.pick(workers)];
    const from = world.scheduler.now() + world.random.pick([0, 0, 5_000, 30_000]);
    const to = from + world.random.pick([3_000, 20_000, 86_400_000]);
    order(world, desk, 'startSubstitution', {
      ...{ substitutionId: world.newId(), absentWorkerId: absent.workerId, substituteWorkerId: substitute.workerId },
      ...{ reason: 'Urlaub', from: momentOf(from), to: momentOf(to) },
    });
  },
  endSubstitution(world, desk) {
    const substitutions = placesIn(desk, 'substitution', 'ended_at IS NULL');
    if (substitutions.length === 0) return;
    order(world, desk, 'endSubstitution', { substitutionId: world.random.pick(substitutions).id });
  },
  olderCommand(world, desk) {
    const id = world.newId();
    const args = { caseFileId: houseScopeId, what: asId(id) };
    addToOutbox(desk.db, { id, name: 'ofYesterday', args, at: desk.desk.now(), schema: 1, label: 'Von gestern' });
    world.noteCreated(desk, id, 'ofYesterday');
    desk.desk.changes.tell('outbox', {});
  },
};

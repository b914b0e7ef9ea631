import { schemaOf } from '../../core/commands/late-work.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { readRecord } from '../../db/records.ts';
import { type Act, caseFileFor, order, placesIn, word } from './orders.ts';
import type { WorldDesk } from './desk/desk.ts';
import type { World } from './world.ts';

/** How often people decide on late work, see what they are told, and shut out or let in; the latter where rights change anyhow. */
export function caseActWeights(world: World, desk: WorldDesk): Partial<Record<CaseActName, number>> {
  const holds = (table: string) => placesIn(desk, table).length > 0;
  return {
    mergeNotes: 1,
    turnFile: 1,
    ...(holds('late_work') ? { adopt: 6, decline: 2, acknowledge: 4 } : {}),
    ...(holds('overlap') ? { settle: 4 } : {}),
    ...(world.isOn('denials') ? { deny: 2, grantAudit: 3, reassign: 3 } : {}),
    ...(holds('case_access') ? { endAccess: 3 } : {}),
  };
}

/** What people do about notes with two texts, late work, access to a file, whether it runs, and what they are told. */
export const caseActs = {
  mergeNotes(world, desk) {
    const notes = placesIn(desk, 'note', 'retracted_at IS NULL');
    if (notes.length < 2) return;
    const { id, scopeId } = world.random.pick(notes);
    const others = notes.filter((note) => note.scopeId === scopeId && note.id !== id);
    if (others.length === 0) return;
    const replaces = [id, world.random.pick(others).id];
    const about = { caseFileId: scopeId, noteId: world.newId(), replaces };
    order(world, desk, 'reviseNote', { ...about, text: word(world, desk), isPinned: false });
  },
  settle(world, desk) {
    const { workerId } = desk.worker;
    const overlaps = placesIn(desk, 'overlap');
    if (overlaps.length === 0) return;
    order(world, desk, 'acknowledgeOverlap', { workerId, overlapId: world.random.pick(overlaps).id });
  },
  adopt(world, desk) {
    const places = placesIn(desk, 'late_work', `state = 'open' AND scope_id = place_id`);
    if (places.length === 0) return;
    const { id: lateWorkId, scopeId: placeId } = world.random.pick(places);
    const work = readRecord(desk.db, 'lateWork', placeId, lateWorkId);
    if (!work) return;
    const { authorId, name, args } = work;
    const schema = schemaOf(work);
    order(world, desk, 'adoptLateWork', { placeId, lateWorkId, authorId, name, args, schema });
  },
  decline(world, desk) {
    const places = placesIn(desk, 'late_work', `state = 'open' AND scope_id = place_id`);
    if (places.length === 0) return;
    const { id: lateWorkId, scopeId: placeId } = world.random.pick(places);
    const authorId = readRecord(desk.db, 'lateWork', placeId, lateWorkId)?.authorId;
    if (authorId) order(world, desk, 'declineLateWork', { placeId, lateWorkId, authorId, reason: word(world, desk) });
  },
  acknowledge(world, desk) {
    const { workerId } = desk.worker;
    const settled = placesIn(desk, 'late_work', `state <> 'open'`).filter(({ scopeId }) => scopeId === workerId);
    if (settled.length === 0) return;
    order(world, desk, 'acknowledgeLateWork', { workerId, lateWorkId: world.random.pick(settled).id });
  },
  deny(world, desk) {
    const { workerId } = world.random.pick(world.office.workers);
    const about = { caseFileId: caseFileFor(world), workerId, cause: world.random.pick(['bias', 'block'] as const) };
    order(world, desk, 'denyAccess', { ...about, reason: 'Nachbar' });
  },
  grantAudit(world, desk) {
    const auditor = world.office.workers.find(({ role }) => role === 'audit');
    if (!auditor) return;
    const from = world.scheduler.now() + world.random.pick([0, 5_000]);
    const to = from + world.random.pick([3_000, 20_000, 86_400_000]);
    const about = { auditId: world.newId(), workerId: auditor.workerId, caseFileIds: [caseFileFor(world)] };
    order(world, desk, 'grantAudit', { ...about, from: momentOf(from), to: momentOf(to), reason: 'Prüfung' });
  },
  reassign(world, desk) {
    const { workerId: toWorkerId } = world.random.pick(world.office.workers);
    const files = placesIn(desk, 'case_file');
    if (files.length === 0) return;
    const { id: caseFileId } = world.random.pick(files);
    const fromWorkerId = readRecord(desk.db, 'caseFile', caseFileId, caseFileId)?.workerId ?? toWorkerId;
    const others = files.filter(({ id }) => readRecord(desk.db, 'caseFile', id, id)?.workerId === fromWorkerId);
    const caseFileIds = world.random.chance(0.3) ? others.map(({ id }) => id) : [caseFileId];
    order(world, desk, 'reassignCaseFiles', { caseFileIds, fromWorkerId, toWorkerId, reason: 'Umverteilung' });
  },
  turnFile(world, desk) {
    const files = placesIn(desk, 'case_file');
    if (files.length === 0) return;
    const { id: caseFileId } = world.random.pick(files);
    const caseFile = readRecord(desk.db, 'caseFile', caseFileId, caseFileId);
    const name = caseFile?.state === 'closed' ? 'reopenCaseFile' : 'closeCaseFile';
    order(world, desk, name, { caseFileId, seen: caseFile?.stateChange?.id ?? null, reason: word(world, desk) });
  },
  endAccess(world, desk) {
    const rules = placesIn(desk, 'case_access', 'ended_at IS NULL');
    if (rules.length === 0) return;
    const { id: caseAccessId, scopeId: caseFileId } = world.random.pick(rules);
    order(world, desk, 'endCaseAccess', { caseFileId, caseAccessId, reason: 'erledigt' });
  },
} satisfies Record<string, Act>;
export type CaseActName = keyof typeof caseActs;

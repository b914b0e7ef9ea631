import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { CommandName } from '../../core/commands/registry.ts';
import type { Decision } from '../../core/commands/rule.ts';
import { createIdSource, type Id } from '../../core/domain/ids.ts';
import type { Role } from '../../core/domain/levels.ts';
import { houseScopeId, ownScopeOf } from '../../core/domain/standing-ids.ts';
import { MemoryRecords } from './memory-records.ts';

// Two people do something about the same thing, both having seen the same. For each pair of commands and each order in which the centre
// takes them: what stands is what the table says, both inputs can be read afterwards, and whoever's does not stand is told.

export const newId = createIdSource(Date.now, (bytes) => void bytes.set(randomBytes(bytes.length)));
export const people = { anna: newId(), bernd: newId() };
export const [caseFileId, otherCaseFileId, thirdCaseFileId] = [newId(), newId(), newId()];
export const [inboxId, otherInboxId, thirdInboxId, itemId] = [newId(), newId(), newId(), newId()];
export const [documentId, followUpId, keywordId] = [newId(), newId(), newId()];
export const dates = { letterDate: null, receivedDate: null, sender: null, direction: 'incoming' };

export let records: MemoryRecords;
let journal: string[];
export let clarifications: string[];
export let hints: string[];

/** Has somebody give a command, decided by the real rule on records in memory. */
export function run(name: CommandName, args: unknown, actorId: Id, actorRole: Role = 'worker'): Decision {
  const at = '2026-11-22T09:12:00.000Z';
  const context = { commandId: newId(), actorId, actorRole, at, knows: () => true };
  const { decision } = records.run(name, args, context);
  if (decision.outcome === 'refused') clarifications.push(JSON.stringify({ actorId, name, args }));
  else {
    journal.push(...decision.journal.map((line) => JSON.stringify({ ...line, actorId })));
    if (decision.hints.length > 0) hints.push(actorId);
  }
  return decision;
}

/** No records yet. */
export function beginAnew(): void {
  records = new MemoryRecords();
  forgetTold();
}

/** Nobody was told anything yet, and nothing is journalled. */
export function forgetTold(): void {
  [journal, clarifications, hints] = [[], [], []];
}

/** The letter and all that became of it were never there; the files are. */
export function forgetLetter(): void {
  for (const [key, { kind }] of records.rows) if (kind !== 'caseFile' && kind !== 'worker') records.rows.delete(key);
}

export const rows = (kind: string) => [...records.rows.values()].filter((row) => row.kind === kind);
/** Something lies in her Klärung: what was refused, or what does not stand. */
const hasToSettle = (workerId: Id) =>
  rows('overlap').some(({ scopeId }) => scopeId === ownScopeOf(workerId)) ||
  clarifications.some((one) => one.includes(`"actorId":"${workerId}"`));
const isTold = (workerId: Id) => hasToSettle(workerId) || hints.includes(workerId);
/** All that can be read, wherever it stands. */
export const everything = () =>
  [...[...records.rows.values()].map((row) => JSON.stringify(row)), ...journal, ...clarifications].join('\n');

/** One of the two; `word` is what can be found again of what she gave. */
export type Side = {
  by: Id;
  reason: string;
  day: string;
  worker: Id;
  title: string;
  keyword: Id;
  target: Id;
  inbox: Id;
};
export type Act = { name: CommandName; args: (side: Side) => unknown; word: (side: Side) => string };
type Who = 'left' | 'right' | 'first' | 'second' | 'nobody';
export type Sides = Record<'left' | 'right' | 'first' | 'second', Side>;
/** A function where it counts who came first. */
type Told = Who | ((sides: Sides) => Who);
type Row<Name extends string> = [left: Name, right: Name, stands: (sides: Sides) => void, told: Told];

export const sideOf = (by: Id, isLeft: boolean): Side => ({
  by,
  reason: isLeft ? 'Grund der einen' : 'Anlass der anderen',
  day: isLeft ? '2026-12-05' : '2026-12-12',
  worker: isLeft ? people.anna : people.bernd,
  title: isLeft ? 'Mietvertrag' : 'Vertrag Hafenstraße',
  keyword: newId(),
  target: isLeft ? otherCaseFileId : thirdCaseFileId,
  inbox: isLeft ? otherInboxId : thirdInboxId,
});

/** Runs each row in both orders, with either person on either side. */
export function checkTable<Name extends string>(
  acts: Record<Name, Act>,
  table: Row<Name>[],
  prepare: () => void,
): void {
  const swaps = [false, true];
  const cases = table.flatMap(([left, right, stands, told]) =>
    swaps.flatMap((isRightFirst) => swaps.map((isSwapped) => ({ left, right, stands, told, isRightFirst, isSwapped }))),
  );
  test.each(cases)('$left and $right, right first: $isRightFirst, people swapped: $isSwapped', (one) => {
    prepare();
    const [leftBy, rightBy] = one.isSwapped ? [people.bernd, people.anna] : [people.anna, people.bernd];
    const both = [
      { act: acts[one.left], side: sideOf(leftBy, true) },
      { act: acts[one.right], side: sideOf(rightBy, false) },
    ] as const;
    const [first, second] = one.isRightFirst ? [both[1], both[0]] : both;
    for (const { act, side } of [first, second]) run(act.name, act.args(side), side.by);
    const sides: Sides = { left: both[0].side, right: both[1].side, first: first.side, second: second.side };
    one.stands(sides);
    for (const { act, side } of both) expect(everything()).toContain(act.word(side));
    const told = typeof one.told === 'function' ? one.told(sides) : one.told;
    const expected = told === 'nobody' ? [] : [sides[told].by];
    // The last to write over a value she had not seen may get a hint, too; she has lost nothing.
    const losers = Object.values(people).filter((workerId) => isTold(workerId));
    for (const workerId of expected) expect(losers).toContain(workerId);
    if (told === 'nobody') expect(losers).toEqual([]);
    // Nobody who has lost nothing finds something to settle.
    const toSettle = Object.values(people).filter((workerId) => hasToSettle(workerId));
    for (const workerId of toSettle) expect(expected).toContain(workerId);
  });
}

beforeEach(() => {
  beginAnew();
  const opened = { approvedFrom: null, approvedUntil: null, openedOn: '2024-01-01', nextSheet: 1 };
  for (const id of [caseFileId, otherCaseFileId, thirdCaseFileId]) {
    const who = { fileNumber: '31402BG0001234', title: 'Petersen', householdId: null, workerId: people.anna };
    const body = { ...who, ...opened, kind: 'benefit' as const, state: 'running' as const };
    records.write({ kind: 'caseFile', id, scopeId: id, body });
  }
  for (const [familyName, id] of Object.entries(people)) {
    const names = { familyName, givenName: 'Grete', signature: 'G' };
    const body = { ...names, role: 'worker' as const, teamId: null, inboxId: null, isActive: true };
    records.write({ kind: 'worker', id, scopeId: houseScopeId, body });
  }
});

/** A PDF as a command names it. */
const facts = { fileName: 'miete.pdf', mediaType: 'application/pdf', size: 10, sha256: 'a'.repeat(64), kind: 'pdf' };
export const content = { ...facts, pageCount: 1, encrypted: 'no', hasText: true, explanation: null, attachments: [] };

import { z } from 'zod';
import { type Id, idSchema } from '../domain/ids.ts';
import { germanMoment } from '../domain/moments.ts';
import type { BodyOf } from '../domain/records.ts';
import { fachverfahrenWorkerId, houseScopeId } from '../domain/standing-ids.ts';
import { coverLine, coverWrites } from './cover-parts.ts';
import {
  accepted,
  type Decision,
  defineCommand,
  type Refused,
  type Rule,
  type RuleContext,
  readRecord,
  refused,
} from './rule.ts';

// Whether a case file runs or is closed (zu den Akten). Each change of it names the one that was seen: somebody was quicker, nothing happens.

type CaseFile = BodyOf<'caseFile'>;
type CaseState = CaseFile['state'];
type Turn = { caseFileId: Id; seen: Id | null; reason: string };

const input = z.object({
  caseFileId: idSchema,
  /** The change of the state that stood on the cover when she decided; null: there had been none. */
  seen: idSchema.nullable(),
  reason: z.string().trim().min(3, 'Bitte den Grund angeben.').max(500),
});
const needs = ({ caseFileId }: Turn) => [
  { scopeId: caseFileId, level: 'write' as const },
  { scopeId: houseScopeId, level: 'read' as const },
];
const mayNot = refused('notAllowed', 'Akten schließt und öffnet, wer für sie zuständig ist oder ein Team leitet.');
const turnWords: Record<CaseState, string> = { closed: 'geschlossen', running: 'wieder geöffnet' };

/** Closes a case file, at once and on all desks. What comes afterwards is taken and says so; its cover stays as it is. */
export const closeCaseFile = defineCommand({
  name: 'closeCaseFile',
  input,
  mode: 'online-only',
  needs,
  decide: (args, context) => turned(args, 'closed', context),
  *inverse({ caseFileId }, { commandId: seen }) {
    return { name: 'reopenCaseFile', args: { caseFileId, seen, reason: 'Zurückgenommen' } };
  },
  label: () => 'Akte geschlossen',
});

/** Opens a closed case file again, at once and on all desks, whoever closed it. */
export const reopenCaseFile = defineCommand({
  name: 'reopenCaseFile',
  input,
  mode: 'online-only',
  needs,
  decide: (args, context) => turned(args, 'running', context),
  *inverse({ caseFileId }, { commandId: seen }) {
    return { name: 'closeCaseFile', args: { caseFileId, seen, reason: 'Zurückgenommen' } };
  },
  label: () => 'Akte wieder geöffnet',
});

function* turned({ caseFileId, seen, reason }: Turn, state: CaseState, context: RuleContext): Rule<Decision> {
  if (context.actorRole === 'audit' || context.actorRole === 'scanStation') return mayNot;
  const caseFile = yield* readRecord('caseFile', caseFileId, caseFileId);
  if (!caseFile) return refused('notFound', 'Diese Akte gibt es nicht.');
  if ((caseFile.stateChange?.id ?? null) !== seen) return yield* changedMeanwhile(caseFile);
  if (caseFile.state === state) {
    return refused('alreadyDone', `Die Akte ist schon ${state === 'closed' ? 'geschlossen' : 'offen'}.`);
  }
  const cover = {
    caseFile: { ...caseFile, stateChange: stateChangeOf(reason, context) },
    household: null,
    persons: [],
  };
  const change = { field: 'caseFile/state', oldValue: caseFile.state, newValue: state };
  const why = { field: 'caseFile/stateReason', oldValue: null, newValue: reason };
  return accepted(
    [
      ...coverWrites(caseFileId, cover, [{ field: change.field, value: state }], 'worker'),
      coverLine(caseFileId, change, context),
      coverLine(caseFileId, why, context),
    ],
    [{ ...stateLine(caseFileId, state), reason }],
  );
}

/** Who changed the state of a file and why, as its cover keeps it until the next change. */
export const stateChangeOf = (reason: string | null, { commandId: id, at, actorId: by }: RuleContext) => ({
  ...{ id, at, by, reason },
});

/** The line of the journal about a change of the state. */
export const stateLine = (caseFileId: Id, state: CaseState) => ({
  scopeId: caseFileId,
  action: state === 'closed' ? 'caseFile.closed' : 'caseFile.reopened',
  targetKind: 'caseFile' as const,
  targetId: caseFileId,
});

function* changedMeanwhile({ state, stateChange }: CaseFile): Rule<Refused> {
  const nothing = 'Es wurde nichts geändert.';
  if (!stateChange) return refused('changedMeanwhile', `Der Stand der Akte hat sich inzwischen geändert. ${nothing}`);
  const { by, at, reason } = stateChange;
  const worker = yield* readRecord('worker', houseScopeId, by);
  const who = worker
    ? `von ${worker.givenName} ${worker.familyName}`
    : by === fachverfahrenWorkerId
      ? 'vom Fachverfahren'
      : '';
  const what = ['Die Akte wurde inzwischen', who, `am ${germanMoment(at)}`, turnWords[state]].filter(Boolean).join(' ');
  return refused('changedMeanwhile', `${what}${reason ? `. Grund: „${reason}“` : ''}. ${nothing}`);
}

import type { CommandArgs } from '../../core/commands/registry.ts';
import { type FieldValue, fieldsOfCover, readCover, wordsOfFields } from '../../core/commands/cover-parts.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Overlap } from '../../db/queries/overlaps.ts';
import { mayInScope } from '../../db/scopes.ts';
import { coverFieldWords } from '../case-files/cover-words.ts';
import { runRuleHere } from '../commands/execute.ts';
import { type OpenDesk, perform } from '../context.ts';
import { type OverlapWords, whenByOther, whoHas } from './overlap-words.ts';

/** Words of hers on a cover that do not stand: written over by somebody, or held back because somebody had changed them before. */
export function coverOverlap(desk: OpenDesk, overlap: Overlap): OverlapWords {
  const { caseFileId, values } = overlap;
  const { db } = desk.store;
  const standing = standingFields(desk, caseFileId);
  const words = coverFieldWords(db, caseFileId);
  const say = (field: string, value: FieldValue | undefined) => words.value(field, value || null) ?? '–';
  const [who, when] = [whoHas(desk, overlap), whenByOther(desk, overlap)];
  const change = changeToOwn(desk, overlap, standing);
  return {
    label: 'Aktendeckel geändert',
    message:
      overlap.cause === 'coverHeld'
        ? `${who} diese Angaben ${when} geändert, bevor Ihre Änderung ankam. Namen, Geburtsdaten, Kundennummern und Anschriften werden nicht ungesehen überschrieben: Ihre Angaben gelten noch nicht.`
        : `${who} diese Angaben ${when} geändert, ohne Ihre Änderung zu kennen. Beide stehen im Verlauf des Aktendeckels.`,
    content: Object.entries(values).flatMap(([field, value]) => {
      const own = { field: words.field(field), value: say(field, value) };
      if (!standing?.has(field)) return [own];
      return [own, { field: `${own.field}, jetzt gültig`, value: say(field, standing.get(field)) }];
    }),
    change: change && {
      action: 'useOwn',
      label: 'Meine Angaben einsetzen',
      run: () => perform(desk, 'changeCover', change),
    },
  };
}

/** The cover as it is now, as far as she may see it. */
function standingFields(desk: OpenDesk, caseFileId: Id): Map<string, FieldValue> | null {
  if (!mayInScope(desk.store.db, caseFileId, 'read', desk.now())) return null;
  const cover = runRuleHere(desk.store.db, readCover(caseFileId));
  return cover && new Map([...fieldsOfCover(cover), [stateField, cover.caseFile.state]]);
}

const stateField = 'caseFile/state';
const mayBeEmpty = /\/(approvedFrom|approvedUntil|phone|mail|birthDate|customerNumber)$/;

/** The command that puts in what she had given; null when it stands already or she may not. */
function changeToOwn(
  desk: OpenDesk,
  { caseFileId, values }: Overlap,
  standing: Map<string, FieldValue> | null,
): CommandArgs<'changeCover'> | null {
  if (!standing || !mayInScope(desk.store.db, caseFileId, 'write', desk.now())) return null;
  const own = Object.entries(values).map(([field, value]): [string, FieldValue] => [
    field,
    value === '' && mayBeEmpty.test(field) ? null : value,
  ]);
  // A closed file is opened, and an open one closed, on its cover, with a reason of its own.
  const ofCover = own.filter(([field]) => field !== stateField);
  const differing = ofCover.filter(([field, value]) => standing.has(field) && standing.get(field) !== value);
  if (differing.length === 0) return null;
  const before = differing.map(([field]): [string, FieldValue] => [field, standing.get(field) ?? null]);
  return { caseFileId, before: wordsOfFields(new Map(before)), after: wordsOfFields(new Map(differing)) };
}

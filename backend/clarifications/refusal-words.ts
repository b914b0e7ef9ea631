import type { BroughtInBox } from '../../core/contract/refusals.ts';
import { dayOf, germanDay } from '../../core/domain/moments.ts';
import type { Id } from '../../core/domain/ids.ts';
import { readRecord } from '../../db/records.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import type { StoredClarification } from '../../db/clarifications.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import type { NameOf } from '../../db/queries/names.ts';
import type { Viewer } from '../../db/queries/viewer.ts';
import type { ReadableDb } from '../../db/sql.ts';

const berlinTime = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });

/** `um 09:12`, on another day `am 21.11.2026 um 09:12`. */
export function whenInWords(moment: string, now: string): string {
  const time = `um ${berlinTime.format(new Date(moment))}`;
  return dayOf(moment) === dayOf(now) ? time : `am ${germanDay(dayOf(moment))} ${time}`;
}

type Details = { filedCaseFileId?: Id | null; forwardedTo?: Id | null; by?: Id | null; at?: string | null };

/** Why something was not taken over, with who, when and where, as far as the centre told: "Nicht übernommen: Jensen hat …". */
export function refusalWords(
  db: ReadableDb,
  viewer: Viewer,
  nameOf: NameOf,
  refusal: Pick<StoredClarification, 'message' | 'details'>,
): string {
  const { filedCaseFileId, forwardedTo, by, at } = refusal.details as Details;
  if (by && at && (filedCaseFileId || forwardedTo !== undefined)) {
    const when = whenInWords(at, viewer.now);
    const whatHappened = filedCaseFileId
      ? `das Schreiben ${when} in ${caseWords(db, filedCaseFileId)} abgelegt`
      : `das Schreiben ${when} ${forwardWords(db, forwardedTo)}weitergeleitet`;
    const who = by === viewer.workerId ? 'Sie haben' : `${nameOf(by)} hat`;
    return `Nicht übernommen: ${who} ${whatHappened}.`;
  }
  if (by && at) {
    const who = by === viewer.workerId ? 'durch Sie' : `durch ${nameOf(by)}`;
    const [, what, rest] = /^(.*?)\.?( Es wurde nichts geändert\.)?$/s.exec(refusal.message) ?? [];
    return `Nicht übernommen: ${what} (${who}, ${whenInWords(at, viewer.now)}).${rest ?? ''}`;
  }
  // What happened comes before what is to be done.
  const [, what, toDo] = /^(.*?)( Bitte .*)?$/s.exec(refusal.message) ?? [];
  return `Nicht übernommen: ${what}${broughtWords(viewer, nameOf, refusal.details)}${toDo ?? ''}`;
}

/** Who brought a sealed box that proves nothing, and when: she cannot judge it without. */
function broughtWords(viewer: Viewer, nameOf: NameOf, details: Partial<BroughtInBox>): string {
  const { broughtBy, broughtAt, isFromWipe } = details;
  if (!broughtBy || !broughtAt) return '';
  const isHers = broughtBy === viewer.workerId;
  const when = whenInWords(broughtAt, viewer.now);
  if (isFromWipe) {
    const whose = isHers ? 'Ihrem' : 'dem';
    return ` Übergeben wurde er ${when} von ${whose} als verloren gemeldeten Gerät${isHers ? '' : ` von ${nameOf(broughtBy)}`}.`;
  }
  return ` Gebracht wurde er ${when} unter ${isHers ? 'Ihrem Konto' : `dem Konto von ${nameOf(broughtBy)}`}.`;
}

function caseWords(db: ReadableDb, caseFileId: Id): string {
  const caseFile = caseFileHead(db, caseFileId);
  return caseFile ? `die Akte ${caseFile.title}` : 'eine andere Akte';
}

function forwardWords(db: ReadableDb, inboxId: Id | null | undefined): string {
  const inbox = inboxId ? readRecord(db, 'inbox', houseScopeId, inboxId) : null;
  return inbox ? `an „${inbox.name}“ ` : '';
}

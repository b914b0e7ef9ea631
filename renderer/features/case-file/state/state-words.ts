import type { OutputOf } from '../../../shared/backend.tsx';
import { formatDate, formatDay, formatMoment, formatNumberOf } from '../../../shared/format.ts';
import type { CaseCover, CaseRow } from '../case-words.ts';

type Change = NonNullable<CaseCover['stateChange']>;
type Points = OutputOf<'caseFiles', 'openPoints'>;
/** One kind of what is open: the first entries, and how many there are beside them. */
export type OpenPointLine = { title: string; entries: { key: string; text: string }[]; more: number };

const turnNames: Record<CaseRow['state'], string> = { closed: 'Geschlossen', running: 'Wieder geöffnet' };
const by = ({ byName }: Change): string => (byName === 'Fachverfahren' ? 'durch das Fachverfahren' : `von ${byName}`);

/** `Geschlossen am 28.11.2026, 13:04 von Jensen. Grund: Wegzug`. */
export function stateChangeWords(state: CaseRow['state'], change: Change): string {
  const { at, reason } = change;
  return `${turnNames[state]} am ${formatMoment(at)} ${by(change)}.${reason ? ` Grund: ${reason}` : ''}`;
}

/** The same in rows of the cover, each with its name; none where nobody has changed the state. */
export function stateChangeRows(state: CaseRow['state'], change: Change | null): [string, string | null][] {
  if (!change) return [];
  return [
    [turnNames[state], `${formatMoment(change.at)} ${by(change)}`],
    ['Grund', change.reason],
  ];
}

/** The same in a line among others: `Geschlossen am 28.11.2026 von Jensen`. */
export const stateChangeShort = (state: CaseRow['state'], change: Change): string =>
  `${turnNames[state]} am ${formatDate(change.at)} ${by(change)}`;

const mostShown = 3;

/** What is open in a file, in lines; those of which there is nothing are left out. */
export function openPointLines({ followUps, letters, clarifications }: Points): OpenPointLine[] {
  const lines = [
    {
      title: formatNumberOf(followUps.length, 'Wiedervorlage', 'Wiedervorlagen'),
      texts: followUps.map(({ dueOn, subject }) => `${formatDay(dueOn)}: ${subject}`),
    },
    {
      title: formatNumberOf(letters.length, 'Schreiben im Postkorb', 'Schreiben im Postkorb'),
      texts: letters.map(({ deliveredAt, title, inboxName }) => `${formatDate(deliveredAt)}: ${title} (${inboxName})`),
    },
    {
      title: formatNumberOf(clarifications.length, 'offene Klärung', 'offene Klärungen'),
      texts: clarifications.map(({ at, label }) => `${formatDate(at)}: ${label}`),
    },
  ];
  return lines
    .filter(({ texts }) => texts.length > 0)
    .map(({ title, texts }) => ({
      title,
      entries: texts.slice(0, mostShown).map((text, index) => ({ key: `${index}/${text}`, text })),
      more: Math.max(0, texts.length - mostShown),
    }));
}

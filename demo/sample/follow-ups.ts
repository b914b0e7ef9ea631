import { addDays, addMonths, germanDate, workday, workdayBefore } from './dates.ts';
import { createRandom, type Random } from './random.ts';
import type { Day, SampleAccount, SampleCaseFile, SampleDocument, SampleFollowUp } from './types.ts';

type Source = {
  seed: string;
  today: Day;
  workers: readonly SampleAccount[];
  households: number;
  caseFile: (index: number) => SampleCaseFile;
};

const GENERAL = [
  'Rückruf zugesagt: Stand des Antrags',
  'Kontoauszüge nachfordern, falls nicht eingegangen',
  'Einkommensnachweis des Vormonats anfordern',
  'Bewilligungszeitraum endet: Weiterbewilligungsantrag versenden',
  'Angemessenheit der Heizkosten prüfen',
  'Nachweis über Schulbesuch anfordern',
];

function textFor(document: SampleDocument | undefined, random: Random): string {
  if (document?.kind === 'mitwirkungsaufforderung')
    return `Unterlagen aus Schreiben vom ${germanDate(document.letterDate)} eingegangen?`;
  if (document?.kind.startsWith('widerspruch') && document.direction === 'incoming')
    return 'Widerspruch: Stellungnahme abgeben';
  if (document?.kind === 'anhoerung') return 'Frist zur Anhörung abgelaufen: entscheiden';
  if (document?.kind === 'betriebskostenabrechnung') return 'Betriebskostenabrechnung prüfen, Nachzahlung anweisen';
  return random.pick(GENERAL);
}

/** Three to eight follow-ups for each worker with files, due from a week ago to four weeks ahead. */
export function* fileFollowUps({ seed, today, workers, households, caseFile }: Source): Generator<SampleFollowUp> {
  for (const [position, worker] of workers.entries()) {
    const random = createRandom(`${seed}/follow-ups/${worker.login}`);
    const own = Math.ceil(Math.max(0, households - position) / workers.length);
    const count = own === 0 ? 0 : random.int(3, 8);
    for (let number = 1; number <= count; number++) {
      const { household, documents } = caseFile(position + random.int(0, own - 1) * workers.length);
      const recent = documents.filter(
        ({ receivedDate, form }) => receivedDate > addMonths(today, -9) && form !== 'text',
      );
      const document = recent.length > 0 && random.chance(0.7) ? random.pick(recent) : undefined;
      const offset = random.int(-6, 28);
      const due = offset < 0 ? workdayBefore(addDays(today, offset)) : workday(addDays(today, offset));
      const earliest = document?.receivedDate ?? addDays(today, -40);
      yield {
        key: `followUp:${worker.login}-${number}`,
        workerKey: worker.key,
        householdKey: household.key,
        documentKey: document?.key ?? null,
        due,
        createdOn: earliest < addDays(today, -14) ? addDays(today, -random.int(7, 14)) : earliest,
        text: textFor(document, random),
      };
    }
  }
}

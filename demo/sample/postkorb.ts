import { addDays, germanDate, workdayBefore } from './dates.ts';
import { createDocument, type DocumentPlan } from './documents.ts';
import { applicantOf, nameOf } from './households.ts';
import { letterPlans } from './postkorb-letters.ts';
import type { SampleStaff } from './office.ts';
import { createRandom, type Random } from './random.ts';
import { keywordOf } from './registers.ts';
import type {
  Day,
  HouseholdKey,
  KeywordKey,
  SampleAccount,
  SampleBasket,
  SampleDocument,
  SampleHousehold,
  SampleInboxItem,
  Suggestion,
} from './types.ts';

type Source = {
  seed: string;
  today: Day;
  staff: SampleStaff;
  households: number;
  household: (index: number) => SampleHousehold;
};

/** How well intake understood the item: both proposals sure, only one, or none. */
type Grade = 'both' | 'file' | 'keyword' | 'none';

const CHANNELS = {
  mail: 'mail',
  scan: 'scan',
  scanWithText: 'scan',
  text: 'portal',
  photo: 'portal',
  digital: 'portal',
} as const;

function nothing<Key>(explanation: string): Suggestion<Key> {
  return { key: null, confidence: 'none', explanation };
}

/** Where on the first page a text stands, in words a worker uses. */
function placeOf(text: string, found: string): string {
  const position = text.indexOf(found) / Math.max(1, text.length);
  return position < 0.3 ? 'oben' : position < 0.65 ? 'in der Mitte' : 'unten';
}

function fileSuggestion(
  document: SampleDocument,
  household: SampleHousehold,
  random: Random,
): Suggestion<HouseholdKey> {
  const applicant = applicantOf(household);
  const sure = (explanation: string): Suggestion<HouseholdKey> => ({
    key: household.key,
    confidence: 'sure',
    explanation,
  });
  if (document.form === 'mail' && household.email)
    return sure(`Absenderadresse ist bei ${nameOf(applicant)} hinterlegt`);
  const page = document.text[0] ?? '';
  if (page.includes(household.bgNumber)) return sure(`BG-Nummer auf Seite 1, ${placeOf(page, household.bgNumber)}`);
  const spaced = `${household.bgNumber.slice(0, 5)} BG ${household.bgNumber.slice(7)}`;
  if (page.includes(spaced))
    return sure(`BG-Nummer auf Seite 1, ${placeOf(page, spaced)} (mit Leerzeichen geschrieben)`);
  const old = `${household.bgNumber.slice(0, 5)}//${household.bgNumber.slice(7)}`;
  if (page.includes(old)) return sure(`BG-Nummer auf Seite 1, ${placeOf(page, old)} (alte Schreibweise)`);
  if (page.includes(household.address.street)) return sure('Name und Anschrift auf Seite 1');
  if (page === '' && random.chance(0.5))
    return { key: household.key, confidence: 'likely', explanation: 'Gleicher Umschlag wie das vorige Schreiben' };
  return nothing('Kein Text erkannt');
}

function keywordSuggestion(document: SampleDocument): Suggestion<KeywordKey> {
  const name = keywordOf(document.keywordKey).name;
  const sure = (explanation: string): Suggestion<KeywordKey> => ({
    key: document.keywordKey,
    confidence: 'sure',
    explanation,
  });
  if (document.form === 'mail') return sure('Eingang als E-Mail');
  const heading = (document.text[0] ?? '')
    .split('\n')
    .find((line) => line.length > 5 && document.title.startsWith(line.split(' ')[0] ?? '-'));
  if (heading) return sure(`Überschrift „${heading.slice(0, 48)}“`);
  return document.text[0]
    ? { key: document.keywordKey, confidence: 'likely', explanation: `Wortlaut wie bei früheren Schreiben „${name}“` }
    : nothing('Kein Text erkannt');
}

function intakeTitle(document: SampleDocument, grade: Grade): string {
  if (document.form === 'mail') return document.title;
  if (grade === 'both' || grade === 'keyword') return document.title;
  const what = document.form === 'photo' ? 'Foto' : 'Schreiben';
  return `${what} vom ${germanDate(document.receivedDate)}, ${document.pageCount} ${document.pageCount === 1 ? 'Seite' : 'Seiten'}`;
}

function gradeOf(position: number): Grade {
  return (
    (['both', 'both', 'file', 'both', 'none', 'both', 'both', 'keyword', 'both', 'none'] as const)[position % 10] ??
    'none'
  );
}

function otherKeyword(random: Random): Suggestion<KeywordKey> {
  const key = random.pick<KeywordKey>([
    'keyword:e-mail',
    'keyword:kontoauszug',
    'keyword:veraenderungsmitteilung',
    'keyword:mietbescheinigung',
  ]);
  return { key, confidence: 'likely', explanation: `Ähnlich wie frühere Schreiben „${keywordOf(key).name}“` };
}

/** Form in which an item of a grade comes: what intake is sure of must have text, what it does not know mostly has none. */
function formFor(plan: DocumentPlan, grade: Grade, random: Random): DocumentPlan['form'] {
  if (plan.form === 'mail') return 'mail';
  if (grade === 'none') return random.pick(['scan', 'scan', 'photo']);
  return random.pick(['scanWithText', 'scanWithText', 'digital']);
}

function toItem(
  document: SampleDocument,
  household: SampleHousehold,
  basket: SampleBasket,
  grade: Grade,
  number: number,
  receivedAt: string,
  random: Random,
): SampleInboxItem {
  const file = fileSuggestion(document, household, random);
  const keyword = keywordSuggestion(document);
  const sureKeyword: Suggestion<KeywordKey> =
    keyword.confidence === 'sure' ? keyword : { ...keyword, key: document.keywordKey, confidence: 'sure' };
  return {
    key: `inboxItem:${basket.key.slice('basket:'.length)}-${String(number).padStart(2, '0')}`,
    basketKey: basket.key,
    document,
    receivedAt,
    channel: CHANNELS[document.form],
    intakeTitle: intakeTitle(document, grade),
    household:
      grade === 'keyword'
        ? nothing('Keine BG-Nummer und kein bekannter Name gefunden')
        : grade === 'none'
          ? file.confidence === 'sure'
            ? nothing('Kein Text erkannt')
            : file
          : file,
    keyword:
      grade === 'both' || grade === 'keyword'
        ? sureKeyword
        : grade === 'file'
          ? otherKeyword(random)
          : nothing('Kein Text erkannt'),
  };
}

/** The newest first: a fifth came today, most of the rest with the post of the last working day, a few are older. */
function receivedOn(number: number, count: number, today: Day): Day {
  if (number <= Math.ceil(count / 5)) return today;
  return workdayBefore(addDays(today, -1 - Math.floor((number / count) ** 2 * 6)));
}

function* fillBasket(
  basket: SampleBasket,
  count: number,
  households: readonly SampleHousehold[],
  workerOf: (household: SampleHousehold) => SampleAccount,
  source: Source,
): Generator<SampleInboxItem> {
  const random = createRandom(`${source.seed}/basket/${basket.key}`);
  const offset = random.int(0, 9);
  for (let number = 1; number <= count; number++) {
    const household = random.pick(households);
    const grade = gradeOf(offset + number);
    const received = receivedOn(number, count, source.today);
    const letterDate = addDays(received, -random.int(1, 4));
    const plan = letterPlans(household, letterDate, received, grade, random);
    const form = formFor(plan, grade, random);
    const key = `document:in-${basket.key.slice('basket:'.length)}-${String(number).padStart(2, '0')}` as const;
    const mailDate = form === 'mail' ? { letterDate: received } : {};
    const document = createDocument(
      { ...plan, ...mailDate, form },
      { key, seed: source.seed, household, worker: workerOf(household), today: source.today },
    );
    const receivedAt = `${received}T${String(random.int(7, 9)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}`;
    yield toItem(document, household, basket, grade, number, receivedAt, random);
  }
}

/** Post waiting in every basket: 8 to 16 items for each of the first twelve workers, 2 to 4 for each team. */
export function* fillBaskets(source: Source): Generator<SampleInboxItem> {
  const { staff, households, household } = source;
  const workerOf = (owner: SampleHousehold): SampleAccount => {
    const worker = staff.workers.find(({ key }) => key === owner.workerKey);
    if (!worker) throw new Error(`${owner.key} has no worker`);
    return worker;
  };
  const owned = (position: number): SampleHousehold[] => {
    const list: SampleHousehold[] = [];
    for (let index = position; index < households && list.length < 40; index += staff.workers.length)
      list.push(household(index));
    return list;
  };
  for (const basket of staff.baskets) {
    const random = createRandom(`${source.seed}/basket-size/${basket.key}`);
    const positions = staff.workers.flatMap((worker, position) =>
      (basket.kind === 'personal' ? worker.key === basket.ownerKey : worker.teamKey === basket.teamKey)
        ? [position]
        : [],
    );
    const choices = positions
      .slice(0, 12)
      .flatMap(owned)
      .filter(({ state }) => state !== 'transferred');
    if (choices.length === 0) continue;
    const count = basket.kind === 'personal' ? random.int(8, 16) : random.int(2, 4);
    yield* fillBasket(basket, count, choices, workerOf, source);
  }
}

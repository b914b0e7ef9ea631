import { foldedWords } from '../domain/folding.ts';
import type { Id } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import type { Evidence, KnownCase } from './decide-routing.ts';
import { holdsWords, nameKey } from './find-names.ts';
import { type FoundNumber, numberWords } from './find-numbers.ts';
import { compactNumber } from './find-references.ts';
import type { LetterFinds } from './letter-finds.ts';

/** A case file with what is compared with a letter: its people and where they live. */
export type CaseFacts = {
  caseFileId: Id;
  caseFile: BodyOf<'caseFile'>;
  households: readonly BodyOf<'household'>[];
  persons: readonly BodyOf<'person'>[];
};

/** A file number of somebody else that was seen in documents filed in this case file, and in how many files altogether. */
export type LearnedReference = { number: string; caseFileId: Id; caseFiles: number };

/** What in a letter speaks for these case files, and how much. */
export function weighFinds(
  finds: LetterFinds,
  files: readonly CaseFacts[],
  learned: readonly LearnedReference[],
): Evidence[] {
  return files.flatMap((file) => {
    const isNamed = namesSomebody(finds, file);
    const found = [
      ...fromCover(finds, file),
      ...fromNumbers(finds, file, isNamed),
      ...fromReferences(finds, file, isNamed),
      ...fromLearned(finds, file, learned, isNamed),
      ...fromMail(finds, files, file),
      ...fromPeople(finds, file),
    ];
    return found.map((one) => ({ ...one, caseFileId: file.caseFileId }));
  });
}

type Find = Omit<Evidence, 'caseFileId'>;

/** Whether the family name of somebody in the file stands in the letter: a single digit read wrongly is then no other file. */
function namesSomebody({ words, isRecognised }: LetterFinds, { persons, caseFile }: CaseFacts): boolean {
  const [titleName = ''] = caseFile.title.split(',');
  return [titleName, ...persons.map(({ familyName }) => familyName)].some((name) =>
    holdsWords(words, name, isRecognised),
  );
}

function fromCover(
  { coverNumber, coverExplanation: explanation }: LetterFinds,
  { caseFile, persons }: CaseFacts,
): Find[] {
  if (coverNumber === null) return [];
  if (compactNumber(caseFile.fileNumber) === coverNumber) return [{ isSure: true, isDirect: true, explanation }];
  const isPersons = persons.some(
    ({ customerNumber }) => customerNumber && compactNumber(customerNumber) === coverNumber,
  );
  return isPersons ? [{ isSure: true, isDirect: false, explanation }] : [];
}

/** A number read from a picture needs the name beside it, since one wrong digit is another file; letters read as digits are never sure. */
const isEnough = (found: { isRecognised: boolean }, isNamed: boolean): boolean => isNamed || !found.isRecognised;

function fromNumbers({ numbers }: LetterFinds, { caseFile, persons }: CaseFacts, isNamed: boolean): Find[] {
  const own = compactNumber(caseFile.fileNumber);
  const customers = persons.flatMap(({ customerNumber }) => (customerNumber ? [compactNumber(customerNumber)] : []));
  return numbers.flatMap((found): Find[] => {
    const isDirect = found.number === own;
    if (!isDirect && !customers.includes(found.number)) return [];
    const isSure = found.isClear && isEnough(found, isNamed);
    return [{ isSure, isDirect, explanation: numberExplanation(found, isNamed) }];
  });
}

function numberExplanation(found: FoundNumber, isNamed: boolean): string {
  const words = `${numberWords[found.kind]} auf ${found.place}`;
  if (!found.isClear) return `${words} (undeutlich: „${found.asWritten}“)`;
  if (!isEnough(found, isNamed)) return `${words}, aber kein Name aus der Akte`;
  return found.asWritten.includes('//') ? `${words} (alte Schreibweise)` : words;
}

function fromReferences({ references }: LetterFinds, { caseFile }: CaseFacts, isNamed: boolean): Find[] {
  const own = compactNumber(caseFile.fileNumber);
  return references
    .filter(({ number }) => number === own)
    .map((found) => ({
      ...{ isSure: isEnough(found, isNamed), isDirect: true },
      explanation: `Aktenzeichen auf ${found.place}`,
    }));
}

/** Learned numbers say who is meant only together with a name, and not at all when they stand in many files. */
function fromLearned(
  { references }: LetterFinds,
  { caseFileId }: CaseFacts,
  learned: readonly LearnedReference[],
  isNamed: boolean,
): Find[] {
  return learned
    .filter((one) => one.caseFileId === caseFileId)
    .flatMap(({ number, caseFiles }) => {
      const found = references.find((one) => one.number === number);
      if (!found) return [];
      const explanation = `Zeichen „${found.asWritten}“ auf ${found.place}, wie in früheren Schreiben dieser Akte`;
      return [{ isSure: caseFiles === 1 && isNamed, isDirect: false, explanation }];
    });
}

function fromMail({ mailAddress }: LetterFinds, files: readonly CaseFacts[], file: CaseFacts): Find[] {
  if (mailAddress === null) return [];
  const bears = ({ households }: CaseFacts) =>
    households.some(({ mail }) => mail?.trim().toLowerCase() === mailAddress);
  if (!bears(file)) return [];
  const isOnly = files.every((one) => one === file || !bears(one));
  return [{ isSure: isOnly, isDirect: false, explanation: 'Absenderadresse ist in der Akte hinterlegt' }];
}

function fromPeople(finds: LetterFinds, file: CaseFacts): Find[] {
  const { words, isRecognised, dates, names } = finds;
  return file.persons.flatMap((person): Find[] => {
    const found: Find[] = [];
    const [firstGiven = ''] = person.givenName.split(/\s+/);
    const birth = dates.find(({ day }) => day === person.birthDate);
    const hasNames = [firstGiven, person.familyName].every((name) => holdsWords(words, name, isRecognised));
    if (birth && hasNames) {
      found.push({ isSure: true, isDirect: false, explanation: `Name und Geburtsdatum auf ${birth.place}` });
    }
    const key = nameKey(person.givenName, person.familyName);
    const named = names.find((one) => one.key === key);
    if (named && file.households.some((household) => holdsAddress(words, household))) {
      found.push({ isSure: true, isDirect: false, explanation: `Name und Anschrift auf ${named.place}` });
    } else if (named) {
      found.push({
        isSure: false,
        isDirect: false,
        explanation: `Nur der Name „${named.asWritten}“ auf ${named.place}`,
      });
    }
    return found;
  });
}

/** Street, number and postcode or place: exactly, since the neighbour's number is one digit away. */
function holdsAddress(words: ReadonlySet<string>, { street, postcode, place }: BodyOf<'household'>): boolean {
  const parts = foldedWords(street.replace(/stra(?:ß|ss)e\b|str\.?(?=\s|$)/gi, ''));
  if (parts.length < 2 || !parts.every((part) => hasPart(words, part))) return false;
  return words.has(postcode.trim()) || holdsWords(words, place, false);
}

/** `Hafenstraße` is compared without its ending, since letters shorten it. */
function hasPart(words: ReadonlySet<string>, part: string): boolean {
  return words.has(part) || words.has(`${part}strasse`) || words.has(`${part}str`);
}

/** What the decision asks of a case file: who is responsible, and who its people are. */
export function knownCase({ caseFileId, caseFile, persons }: CaseFacts): KnownCase {
  const peopleKeys = persons.flatMap(({ givenName, familyName, birthDate, customerNumber }) => [
    ...(customerNumber ? [compactNumber(customerNumber)] : []),
    ...(birthDate ? [`${nameKey(givenName, familyName)} ${birthDate}`] : []),
  ]);
  return { caseFileId, workerId: caseFile.workerId, peopleKeys };
}

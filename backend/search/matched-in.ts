import { foldedWords } from '../../core/domain/folding.ts';
import type { FoundCaseFile } from '../../db/queries/search/found.ts';
import { coverFacts, listPersons } from '../../db/queries/case-cover.ts';
import type { ReadableDb } from '../../db/sql.ts';
import type { Sought } from './snippet.ts';

/** In one line where in a case file the words were found: its number, its title, a person or the address. */
export function matchedIn(db: ReadableDb, entry: FoundCaseFile, sought: Sought, isByNumber: boolean): string {
  if (isByNumber) return 'Aktenzeichen';
  if (isHit(entry.title, sought)) return 'Name der Akte';
  for (const person of listPersons(db, entry.caseFileId)) {
    const name = `${person.givenName} ${person.familyName}`;
    if (isHit(name, sought)) return `Person: ${name}`;
    if (person.customerNumber && isHit(person.customerNumber, sought)) return `Kundennummer von ${name}`;
  }
  const household = coverFacts(db, entry.caseFileId)?.household;
  if (household) {
    const address = `${household.street}, ${household.postcode} ${household.place}`;
    if (isHit(address, sought)) return `Anschrift: ${address}`;
  }
  return 'Aktenzeichen';
}

function isHit(text: string, sought: Sought): boolean {
  return foldedWords(text).some(
    (word) => sought.beginnings.some((beginning) => word.startsWith(beginning)) || sought.compounds.has(word),
  );
}

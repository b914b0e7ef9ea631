import { formatNumberOf } from '../format.ts';

/** How long documents of a keyword are kept, in words: `Aufbewahrung 10 Jahre`. */
export function retentionWords(years: number): string {
  return years === 0 ? 'Aufbewahrung: keine Frist' : `Aufbewahrung ${formatNumberOf(years, 'Jahr', 'Jahre')}`;
}

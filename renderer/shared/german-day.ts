/** Reads a day as officials write it: `5.11.`, `05.11.26`, `5.11.2026`, `051126`, `heute`, `gestern`; null when it is none. */
export function parseGermanDay(text: string, today: string): string | null {
  const words = text.trim().toLowerCase();
  if (words === 'heute' || words === 'h') return today;
  if (words === 'gestern' || words === 'g') return dayFrom(Date.parse(today) - 86_400_000);
  const parts =
    /^(\d{1,2})[.\s/-](\d{1,2})(?:[.\s/-](\d{4}|\d{2})?)?$/.exec(words) ?? /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(words);
  if (parts)
    return checked(yearOf(parts[3], today, Number(parts[2]), Number(parts[1])), Number(parts[2]), Number(parts[1]));
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(words);
  return iso ? checked(Number(iso[1]), Number(iso[2]), Number(iso[3])) : null;
}

/** Without a year the nearest one not more than a month ahead is meant: letters come from the past. */
function yearOf(text: string | undefined, today: string, month: number, day: number): number {
  if (text) return text.length === 2 ? 2000 + Number(text) : Number(text);
  const year = Number(today.slice(0, 4));
  const isFarAhead = Date.UTC(year, month - 1, day) - Date.parse(today) > 31 * 86_400_000;
  return isFarAhead ? year - 1 : year;
}

function checked(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1900 && year < 2200;
  return isReal ? dayFrom(date.getTime()) : null;
}

const dayFrom = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** Most events told of one calendar file. */
const MAX_EVENTS = 200;
const MAX_LINES = 200_000;

type Property = { name: string; parameters: string; value: string };

const METHODS: Record<string, string> = { REQUEST: 'Einladung', CANCEL: 'Absage', REPLY: 'Antwort auf eine Einladung' };
const WORDS: [name: string, label: string][] = [
  ['SUMMARY', 'Termin'],
  ['DTSTART', 'Beginn'],
  ['DTEND', 'Ende'],
  ['DUE', 'Fällig'],
  ['LOCATION', 'Ort'],
  ['ORGANIZER', 'Eingeladen von'],
  ['ATTENDEE', 'Teilnehmende'],
  ['RRULE', 'Wiederholung'],
  ['STATUS', 'Stand'],
  ['DESCRIPTION', 'Beschreibung'],
];
const VALUES: Record<string, string> = {
  CONFIRMED: 'bestätigt',
  TENTATIVE: 'mit Vorbehalt',
  CANCELLED: 'abgesagt',
  DAILY: 'täglich',
  WEEKLY: 'wöchentlich',
  MONTHLY: 'monatlich',
  YEARLY: 'jährlich',
};

/** True for the text of a calendar file (RFC 5545). */
export function isCalendar(text: string): boolean {
  return /^\ufeff?\s*BEGIN:VCALENDAR\s*$/im.test(text.slice(0, 200));
}

/** A calendar file as a worker reads it: what, when, where, who. Null where no event can be read. */
export function calendarText(text: string): string | null {
  const events: Property[][] = [];
  let method = '';
  let open: Property[] | null = null;
  for (const property of propertiesOf(text)) {
    const isEvent = /^V(?:EVENT|TODO|JOURNAL)$/i.test(property.value);
    if (property.name === 'BEGIN' && isEvent) open = [];
    else if (property.name === 'END' && isEvent && open) {
      if (events.length < MAX_EVENTS) events.push(open);
      open = null;
    } else if (property.name === 'METHOD') method = METHODS[property.value.toUpperCase()] ?? '';
    else open?.push(property);
  }
  if (events.length === 0) return null;
  return [...(method ? [method] : []), ...events.map(eventText)].join('\n\n');
}

function eventText(properties: Property[]): string {
  return WORDS.flatMap(([name, label]) => {
    const found = properties.filter((property) => property.name === name).slice(0, 100);
    return found.length > 0 ? [`${label}: ${found.map(valueInWords).join(', ')}`] : [];
  }).join('\n');
}

function valueInWords({ name, parameters, value }: Property): string {
  if (name === 'DTSTART' || name === 'DTEND' || name === 'DUE') return momentInWords(value, parameters);
  if (name === 'ORGANIZER' || name === 'ATTENDEE') {
    const called = /(?:^|;)CN=("[^"]*"|[^;:]*)/i.exec(parameters)?.[1]?.replace(/"/g, '');
    const address = value.replace(/^mailto:/i, '');
    return called && called !== address ? `${called} <${address}>` : address;
  }
  if (name === 'RRULE') return VALUES[/FREQ=(\w+)/i.exec(value)?.[1]?.toUpperCase() ?? ''] ?? value;
  if (name === 'STATUS') return VALUES[value.toUpperCase()] ?? value;
  return unescaped(value);
}

/** `20261103T090000Z` to the time in Germany; a time without a zone is told as it is written. */
function momentInWords(value: string, parameters: string): string {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/.exec(value.trim());
  if (!match) return unescaped(value);
  const [, year, month, day, hour, minute, , zulu] = match;
  if (hour === undefined) return `${day}.${month}.${year}`;
  if (!zulu) {
    const zone = /(?:^|;)TZID=("[^"]*"|[^;:]*)/i.exec(parameters)?.[1]?.replace(/"/g, '') ?? '';
    const isOurs = zone === '' || /Berlin|W\. Europe/i.test(zone);
    return `${day}.${month}.${year}, ${hour}:${minute} Uhr${isOurs ? '' : ` (${zone})`}`;
  }
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  if (Number.isNaN(moment.getTime())) return unescaped(value);
  const words = new Intl.DateTimeFormat('de-DE', {
    ...{ timeZone: 'Europe/Berlin', day: '2-digit', month: '2-digit', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit' },
  }).format(moment);
  return `${words} Uhr`;
}

const unescaped = (value: string) => value.replace(/\\n/gi, '\n').replace(/\\([,;\\])/g, '$1');

/** Lines put together again (a line that begins with a blank goes on the one before), split into name, parameters, value. */
function* propertiesOf(text: string): Generator<Property> {
  const lines = text.split(/\r\n|\r|\n/, MAX_LINES);
  let whole = '';
  for (const line of [...lines, '']) {
    if (/^[ \t]/.test(line) && whole !== '') {
      whole += line.slice(1);
      continue;
    }
    const match = /^([A-Z-]{1,60})((?:;(?:"[^"]*"|[^":])*)?):([^]*)$/i.exec(whole.replace(/^\ufeff/, ''));
    if (match) yield { name: match[1]?.toUpperCase() ?? '', parameters: match[2] ?? '', value: match[3] ?? '' };
    whole = line;
  }
}

import { parseArgs } from 'node:util';

export type OfficeOptions = {
  data: string;
  port: number;
  open: boolean;
  host: 'electron' | 'browser' | 'any';
  as: string | null;
  reset: boolean;
  households: number;
};

export const help = `Aktenpult mit dem Beispielbüro starten

  npm start -- [Optionen]

  --data ORDNER      wo Zentrale und Arbeitsplatz ihre Daten halten (sonst: daten/)
  --port ZAHL        Anschluss des Arbeitsplatzes auf 127.0.0.1 (sonst: ein freier)
  --no-open          kein Fenster öffnen, nur die Adresse nennen
  --host ART         electron oder browser (sonst: Electron, wenn vorhanden)
  --as NAME          gleich als diese Person anmelden, zum Beispiel --as jensen
  --households ZAHL  Größe des Beispielbüros beim ersten Start (sonst: 80)
  --reset            alle Daten des Beispielbüros löschen und neu anlegen
  --help             diese Hilfe`;

/** A word on the command line that cannot be used; the message is the whole answer to the user. */
export class OptionError extends Error {}

/** Reads the options of `npm start`; null when only the help is wanted. Throws OptionError. */
export function readOptions(words: string[]): OfficeOptions | null {
  const values = parse(words);
  if (values.help) return null;
  const host = values.host ?? 'any';
  if (host !== 'any' && host !== 'electron' && host !== 'browser') {
    throw new OptionError(`„--host ${host}“ gibt es nicht. Möglich sind: electron, browser.`);
  }
  return {
    data: values.data ?? 'daten',
    port: readNumber('--port', values.port ?? '0', 0, 65_535),
    open: !values['no-open'],
    host,
    as: values.as ?? null,
    reset: values.reset ?? false,
    households: readNumber('--households', values.households ?? '80', 1, 10_000),
  };
}

function parse(words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        host: { type: 'string' },
        as: { type: 'string' },
        reset: { type: 'boolean' },
        households: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const word = /'(-[^' ]*)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new OptionError(
      `Diese Angabe ist nicht bekannt oder unvollständig: ${word ?? words.join(' ')}. „--help“ zeigt alle.`,
    );
  }
}

/** A whole number between two bounds, or an OptionError that names both. */
export function readNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new OptionError(`„${name} ${text}“ geht nicht: erwartet wird eine Zahl von ${least} bis ${most}.`);
  }
  return value;
}

import { parseArgs } from 'node:util';

export type DeskOptions = {
  central: string;
  data: string;
  port: number;
  host: 'electron' | 'browser' | 'any';
  open: boolean;
  as: string | null;
  fachverfahren: string | null;
  sample: string | null;
};

export const help = `Arbeitsplatz starten

  npm run desk -- --central ADRESSE --data ORDNER [Optionen]

  --central ADRESSE        Adresse der Zentrale, zum Beispiel https://akten.kreis.example
  --data ORDNER            wo der verschlüsselte Aktenbestand dieses Arbeitsplatzes liegt
  --fachverfahren ADRESSE  Startseite des Fachverfahrens (Fälle unter ADRESSE/fall/NUMMER)
  --port ZAHL              Anschluss auf 127.0.0.1 (sonst: ein freier)
  --host ART               electron oder browser (sonst: Electron, wenn vorhanden)
  --no-open                kein Fenster öffnen, nur die Adresse nennen
  --as NAME                im Beispielbüro gleich als diese Person anmelden
  --help                   diese Hilfe`;

/** A word on the command line that cannot be used; the message is the whole answer to the user. */
export class OptionError extends Error {}

/** Reads the options of `npm run desk`; null when only the help is wanted. Throws OptionError. */
export function readDeskOptions(words: string[]): DeskOptions | null {
  const values = parse(words);
  if (values.help) return null;
  if (!values.central) throw new OptionError('Es fehlt „--central ADRESSE“: die Adresse der Zentrale.');
  if (!values.data) throw new OptionError('Es fehlt „--data ORDNER“: wo der Aktenbestand dieses Arbeitsplatzes liegt.');
  const host = values.host ?? 'any';
  if (host !== 'any' && host !== 'electron' && host !== 'browser') {
    throw new OptionError(`„--host ${host}“ gibt es nicht. Möglich sind: electron, browser.`);
  }
  const port = Number(values.port ?? '0');
  if (!/^\d+$/.test(values.port ?? '0') || port > 65_535) {
    throw new OptionError(`„--port ${values.port}“ geht nicht: erwartet wird eine Zahl von 0 bis 65535.`);
  }
  return {
    central: webAddress('--central', values.central),
    data: values.data,
    port,
    host,
    open: !values['no-open'],
    as: values.as ?? null,
    fachverfahren: values.fachverfahren ? webAddress('--fachverfahren', values.fachverfahren) : null,
    sample: values.sample ?? null,
  };
}

function webAddress(name: string, text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new OptionError(`„${name} ${text}“ ist keine Adresse: erwartet wird http://… oder https://…`);
  }
  return text.replace(/\/+$/, '');
}

function parse(words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: {
        central: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string' },
        host: { type: 'string' },
        'no-open': { type: 'boolean' },
        as: { type: 'string' },
        fachverfahren: { type: 'string' },
        sample: { type: 'string' },
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

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** How this desk is set up; from the command line (office start, tests) or from a file that the administration rolls out. */
export type DeskSetup = {
  central: string;
  /** Folder of the encrypted store and of the window places. */
  data: string;
  fachverfahren: string | null;
  /** Further origins the Fachverfahren may lead to, for example its sign-in. */
  fachverfahrenOrigins: string[];
  as: string | null;
  sample: string | null;
};

/** The setup is missing or wrong; the message is a sentence for the worker or administrator. */
export class SetupError extends Error {}

export const setupFileName = 'arbeitsplatz.json';

const webAddress = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'keine Adresse mit http:// oder https://',
  )
  .transform((text) => text.replace(/\/+$/, ''));
const fileSchema = z.strictObject({
  zentrale: webAddress,
  fachverfahren: webAddress.optional(),
  fachverfahrenHerkunft: z.array(webAddress).optional(),
  datenordner: z.string().min(1).optional(),
});

/** Where the administration may put the setup file, first one wins. */
export function setupPlaces(where: {
  userData: string;
  resources: string;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
}): string[] {
  const machine =
    where.platform === 'win32' ? join(where.env.PROGRAMDATA ?? 'C:\\ProgramData', 'Aktenpult') : '/etc/aktenpult';
  return [machine, where.resources, where.userData].map((folder) => join(folder, setupFileName));
}

/** Reads the setup; words that Chromium or the system add to the command line are passed over. Throws SetupError. */
export function readSetup(words: readonly string[], places: readonly string[], usualData: string): DeskSetup {
  const { values } = parseArgs({
    args: [...words],
    strict: false,
    options: {
      central: { type: 'string' },
      data: { type: 'string' },
      fachverfahren: { type: 'string' },
      sample: { type: 'string' },
      as: { type: 'string' },
    },
  });
  const text = (name: keyof typeof values) => (typeof values[name] === 'string' ? (values[name] as string) : null);
  const file = places.find((place) => existsSync(place));
  const fromFile = file ? readFile(file) : null;
  const central = text('central') ?? fromFile?.zentrale ?? null;
  if (central === null) {
    throw new SetupError(
      `Dieser Arbeitsplatz ist noch nicht eingerichtet: Es fehlt die Adresse der Zentrale. Ihre Systembetreuung legt sie in einer Datei „${setupFileName}“ ab, zum Beispiel hier: ${places[0]}`,
    );
  }
  const fachverfahren = text('fachverfahren') ?? fromFile?.fachverfahren ?? null;
  return {
    central: checked('--central', central),
    data: text('data') ?? fromFile?.datenordner ?? usualData,
    fachverfahren: fachverfahren === null ? null : checked('--fachverfahren', fachverfahren),
    fachverfahrenOrigins: (fromFile?.fachverfahrenHerkunft ?? []).map((address) => new URL(address).origin),
    as: text('as'),
    sample: text('sample'),
  };
}

function checked(name: string, text: string): string {
  const address = webAddress.safeParse(text);
  if (!address.success)
    throw new SetupError(`„${name} ${text}“ ist keine Adresse: erwartet wird http://… oder https://…`);
  return address.data;
}

function readFile(path: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const place = error instanceof z.ZodError ? ` (Angabe „${error.issues[0]?.path.join('.') || '?'}“)` : '';
    throw new SetupError(`Die Einrichtungsdatei ${path} ist nicht lesbar oder falsch${place}.`);
  }
}

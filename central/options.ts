import path from 'node:path';
import { parseArgs } from 'node:util';
import { type MailAccountAddress, readMailAccountAddress } from './intake/mail/account-address.ts';
import type { BasketSetting } from './intake/routing/baskets.ts';
import { s3Help } from './store/blob-place.ts';

/** What the command line says is not usable: a German sentence. */
export class OptionsError extends Error {}

export type MailSecret = { passwordFile: string } | { oauthFile: string };

export type StartOptions = {
  dataFolder: string;
  /** A folder, or `s3://bucket/prefix`. */
  blobs: string;
  /** Where uploads under way are gathered while contents lie in S3; several services of one store share it. */
  incoming: string;
  host: string;
  port: number;
  database: string | undefined;
  /** Where the store is saved once a day; not at all when missing. */
  backupFolder: string | undefined;
  metricsPort: number | undefined;
  /** Folders the scan station watches. */
  intakeFolders: string[];
  /** Folders a Fachverfahren prints its notices into. */
  noticeFolders: string[];
  /** How long files there must not have changed, and how long they rest after they were taken over, in milliseconds. */
  folderTimes: { settleMilliseconds?: number; unfinishedMilliseconds?: number; restMilliseconds?: number };
  /** Mailboxes it watches, each with the file its password stands in, or the one that says where tokens for it are had. */
  mailAccounts: ({ address: MailAccountAddress } & MailSecret)[];
  /** Whose basket gets what belongs to nobody known. */
  baskets: BasketSetting[];
  /** PEM of the authority of the mail servers. */
  mailAccountAuthority: string | undefined;
  /** Folder with `xdomea.xsd`. */
  xdomeaSchemas: string | undefined;
};

export const helpText = `Zentrale von Aktenpult

  npm run central -- --data ORDNER --port NUMMER [weitere Angaben]

  --data ORDNER        Datenordner der Zentrale; wird beim ersten Start angelegt
  --port NUMMER        Anschluss, an dem die Arbeitsplätze sie erreichen (0: ein freier)
  --host ADRESSE       Adresse, auf der sie hört; ohne Angabe nur dieser Rechner (127.0.0.1)
  --database ADRESSE   eigenes PostgreSQL ab Version 15, zum Beispiel postgres://konto:kennwort@rechner:5432/aktenpult;
                       ohne Angabe läuft ein mitgeliefertes PostgreSQL im Datenordner
  --blobs ORT          Ordner für die Inhalte der Dokumente, oder s3://BEHÄLTER/PFAD; ohne Angabe „blobs“ im Datenordner
  --incoming ORDNER    was von Inhalten für S3 gerade ankommt; ohne Angabe „incoming“ im Datenordner. Mehrere Zentralen
                       nebeneinander brauchen dieselbe Datenbank, denselben Ort der Inhalte und denselben Ordner hierfür
  --backup ORDNER      sichert den Bestand einmal am Tag dorthin, auf einen anderen Datenträger (14 Sicherungen bleiben);
                       einzeln: npm run central:backup, zurück: npm run central:restore, Umzug: npm run central:move
  --intake ORDNER      Eingangsordner der Scanstelle, auch mehrmals: jeder Unterordner ist eine Station (ein Scanner, eine Außenstelle)
                       und heißt wie der Ordner; was unmittelbar im Ordner liegt, gehört zur Station mit seinem Namen. Der
                       Zentrale genügt das Recht, dort zu lesen und zu schreiben. Dateien mit den Endungen .part und .tmp warten.
                       Einzelne Dateien: npm run central:intake -- --help
  --intake-settle SEKUNDEN      so lange darf sich eine Datei dort nicht ändern, bis sie übernommen wird (ohne Angabe 2)
  --intake-unfinished SEKUNDEN  dasselbe, wenn einer PDF, TIFF, JPEG, PNG oder ZIP das Ende fehlt, weil der Scanner mitten in der
                       Datei innehält (ohne Angabe 120)
  --intake-rest MINUTEN  so lange liegt eine übernommene Datei noch im Unterordner „.uebernommen“; schreibt der Scanner dort
                       weiter, wird sie noch einmal gelesen (ohne Angabe 1440, ohne Ende das Dreißigfache)
  --basket STATION=TEAM  Korb für Schreiben der Station, die niemandem sicher zuzuordnen sind, auch mehrmals; --basket TEAM gilt für
                       alle übrigen Stationen. TEAM ist Name oder Kennung; ein unbekanntes wird beim Start abgelehnt. Ohne Angabe:
                       das Team, das wie die Station heißt oder dessen Außenstelle oder Ort so heißt; gibt es keines, das Team
                       der in Frage kommenden Akten, sonst das älteste. Die Seite der Scanstelle nennt den Korb
  --notices ORDNER     Druckordner eines Fachverfahrens, auch mehrmals: Bescheide mit eindeutiger Nummer werden als Ausgang in ihre
                       Akte abgelegt, die übrigen kommen in den Postkorb. Ein Unterordner, der wie ein Schlagwort heißt, legt
                       darunter ab; sonst entscheidet, wie bisher abgelegt wurde. Mehr: docs/fachverfahren.md
  --mail ADRESSE    Postfach, das die Scanstelle abruft, auch mehrmals: imaps://KONTO@RECHNER/ORDNER#STATION, mit imap:// wird
                       STARTTLS verlangt (@ im Konto als %40; ohne Angaben der Ordner INBOX und die Station mit dem Namen des
                       Kontos). Übernommenes wird dort nach „Aktenpult übernommen“ verschoben, Unlesbares mit dem Grund nach
                       „Aktenpult nicht übernommen“. Ohne Verschlüsselung nur auf diesem Rechner: imap+plain://
  --mail-password DATEI  Datei mit dem Kennwort des Postfachs, je Postfach eine, in derselben Reihenfolge
  --mail-oauth DATEI   statt eines Kennworts, an derselben Stelle: Zugang mit OAuth (Exchange Online), als JSON mit tokenEndpoint,
                       clientId, clientSecretFile und scope; ohne clientSecretFile steht der Schlüssel in der Umgebung
  --mail-authority DATEI  Zertifikat (PEM) der Stelle, die die Zertifikate der Postfächer und Anmeldedienste ausstellt, wenn dieser
                       Rechner sie nicht kennt
  --metrics NUMMER     Messwerte für Prometheus auf http://127.0.0.1:NUMMER/metrics, nur auf diesem Rechner
  --xdomea-schemas ORDNER  Schemata von xdomea 3 (xrepository.de), mit denen Nachrichten des Fachverfahrens verglichen werden
  --help               diese Übersicht

  Umgebung: AKTENPULT_ADMIN_PASSWORD (Kennwort der Verwaltung beim ersten Start),
            AKTENPULT_MAIL_CLIENT_SECRET (geheimer Schlüssel zu --mail-oauth),
            AKTENPULT_LOG_LEVEL (error, warn, info, debug; ohne Angabe warn)
${s3Help}`;

const known = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  database: { type: 'string' },
  blobs: { type: 'string' },
  incoming: { type: 'string' },
  backup: { type: 'string' },
  metrics: { type: 'string' },
  intake: { type: 'string', multiple: true },
  'intake-settle': { type: 'string' },
  'intake-unfinished': { type: 'string' },
  'intake-rest': { type: 'string' },
  basket: { type: 'string', multiple: true },
  notices: { type: 'string', multiple: true },
  mail: { type: 'string', multiple: true },
  'mail-password': { type: 'string', multiple: true },
  'mail-oauth': { type: 'string', multiple: true },
  'mail-authority': { type: 'string' },
  'xdomea-schemas': { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** The value of `flag`, refused when it is missing or looks like the next option. */
function required(value: string | undefined, flag: string, meaning: string): string {
  if (value?.trim()) return value;
  throw new OptionsError(`Die Angabe --${flag} (${meaning}) fehlt. Mit --help erhalten Sie eine Übersicht.`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new OptionsError(`„${text}“ ist kein Anschluss; erwartet wird eine Zahl von 0 bis 65535.`);
}

/** A time in milliseconds, given as a number of `unit` milliseconds. */
function parseTime(text: string | undefined, flag: string, unit: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,6}([.,]\d)?$/.test(text)) return Number(text.replace(',', '.')) * unit;
  throw new OptionsError(`„--${flag} ${text}“ geht nicht: erwartet wird eine Zahl, zum Beispiel 30.`);
}

function readFolderTimes({ values }: ReturnType<typeof parse>): StartOptions['folderTimes'] {
  const settleMilliseconds = parseTime(values['intake-settle'], 'intake-settle', 1_000);
  const unfinishedMilliseconds = parseTime(values['intake-unfinished'], 'intake-unfinished', 1_000);
  const restMilliseconds = parseTime(values['intake-rest'], 'intake-rest', 60_000);
  return {
    ...(settleMilliseconds !== undefined && { settleMilliseconds }),
    ...(unfinishedMilliseconds !== undefined && { unfinishedMilliseconds }),
    ...(restMilliseconds !== undefined && { restMilliseconds }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: known, allowPositionals: false, tokens: true });
  } catch (error) {
    const flag = /'(-{1,2}[^'\s]+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const what = flag
      ? `Die Angabe ${flag} ist nicht bekannt oder unvollständig`
      : 'Die Angaben sind nicht verständlich';
    throw new OptionsError(`${what}. Mit --help erhalten Sie eine Übersicht.`);
  }
}

/** The files of passwords and tokens in the order in which they stand: each belongs to the mailbox at its place. */
function readMailAccounts({ values, tokens }: ReturnType<typeof parse>): StartOptions['mailAccounts'] {
  const secrets = tokens.flatMap((token): MailSecret[] => {
    if (token.kind !== 'option') return [];
    const file = () => path.resolve(required(token.value, token.name, 'Datei'));
    if (token.name === 'mail-password') return [{ passwordFile: file() }];
    return token.name === 'mail-oauth' ? [{ oauthFile: file() }] : [];
  });
  const addresses = values.mail ?? [];
  if (addresses.length !== secrets.length) {
    throw new OptionsError(
      'Zu jedem --mail gehört ein --mail-password mit der Datei des Kennworts, oder ein --mail-oauth mit dem Zugang.',
    );
  }
  return addresses.map((text, index) => ({
    address: readMailAccountAddress(text),
    ...(secrets[index] as MailSecret),
  }));
}

/** `STATION=TEAM`, or `TEAM` for all others; a station is set once. */
function readBaskets({ values }: ReturnType<typeof parse>): BasketSetting[] {
  const settings = (values.basket ?? []).map((text): BasketSetting => {
    const at = text.indexOf('=');
    const [station, team] = [at < 0 ? null : text.slice(0, at).trim(), text.slice(at + 1).trim()];
    if (station !== '' && team !== '') return { station, team };
    throw new OptionsError(`„--basket ${text}“ geht nicht: erwartet wird TEAM oder STATION=TEAM.`);
  });
  const stations = settings.map(({ station }) => station?.toLocaleLowerCase('de') ?? null);
  const twice = settings.find((_, index) => stations.indexOf(stations[index] ?? null) !== index);
  if (!twice) return settings;
  const what = twice.station === null ? 'alle übrigen Stationen' : `die Station „${twice.station}“`;
  throw new OptionsError(`Für ${what} ist mit --basket mehr als ein Team angegeben; bitte nennen Sie nur eines.`);
}

/** Reads the command line; null asks for help. Throws OptionsError and MailAccountAddressError. */
export function readOptions(args: string[]): StartOptions | null {
  const given = parse(args);
  const { values } = given;
  if (values.help) return null;
  const dataFolder = path.resolve(required(values.data, 'data', 'Datenordner'));
  const port = parsePort(required(values.port, 'port', 'Anschluss'));
  const blobs = values.blobs?.trim() || path.join(dataFolder, 'blobs');
  const incoming = path.resolve(values.incoming?.trim() || path.join(dataFolder, 'incoming'));
  const backup = values.backup?.trim();
  const backupFolder = backup ? path.resolve(backup) : undefined;
  const host = values.host?.trim() || '127.0.0.1';
  const metricsPort = values.metrics === undefined ? undefined : parsePort(values.metrics);
  const intakeFolders = (values.intake ?? []).map((folder) =>
    path.resolve(required(folder, 'intake', 'Eingangsordner')),
  );
  const noticeFolders = (values.notices ?? []).map((folder) =>
    path.resolve(required(folder, 'notices', 'Druckordner')),
  );
  const mailAccounts = readMailAccounts(given);
  const authority = values['mail-authority']?.trim();
  const mailAccountAuthority = authority ? path.resolve(authority) : undefined;
  const schemas = values['xdomea-schemas']?.trim();
  const xdomeaSchemas = schemas ? path.resolve(schemas) : undefined;
  const { database } = values;
  const places = { dataFolder, blobs, incoming, database, backupFolder, xdomeaSchemas };
  const folderTimes = readFolderTimes(given);
  const folders = { intakeFolders, noticeFolders, folderTimes, baskets: readBaskets(given) };
  return { ...places, ...folders, host, port, metricsPort, mailAccounts, mailAccountAuthority };
}

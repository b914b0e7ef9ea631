import { createServer } from 'node:net';
import { mkdir, readFile } from 'node:fs/promises';
import pino from 'pino';
import { BackupError } from './backup/format.ts';
import { refuseMoved } from './backup/moved-note.ts';
import { BasketError } from './intake/routing/baskets.ts';
import { AccessTokens } from './intake/mail/access-token.ts';
import { MailAccountAddressError, mailAccountName } from './intake/mail/account-address.ts';
import type { MailAccountAccess } from './intake/mail/account-client.ts';
import { readTokenAccess } from './intake/mail/oauth-file.ts';
import { helpText, OptionsError, readOptions, type StartOptions } from './options.ts';
import { checkDatabaseUrl, DatabaseUrlError } from './postgres/database-url.ts';
import { startEmbeddedPostgres } from './postgres/embedded.ts';
import { EmbeddedPostgresError } from './postgres/errors.ts';
import { type Central, startCentral } from './service.ts';
import { BlobPlaceError, type OpenBlobs, openBlobs, takeS3Environment } from './store/blob-place.ts';
import { systemCode } from '../core/domain/system-code.ts';
import { StoreFromTheFutureError } from './store/migrate.ts';

const ownHosts = new Set(['127.0.0.1', 'localhost', '::1']);

/** Why the centre does not start, for whoever started it. */
class StartError extends Error {}

const level = process.env.AKTENPULT_LOG_LEVEL ?? 'warn';
// No program started from here needs to know it.
const administratorPassword = process.env.AKTENPULT_ADMIN_PASSWORD;
delete process.env.AKTENPULT_ADMIN_PASSWORD;
const mailClientSecret = process.env.AKTENPULT_MAIL_CLIENT_SECRET;
delete process.env.AKTENPULT_MAIL_CLIENT_SECRET;
const s3 = takeS3Environment();
const log = pino(
  { level: level in pino.levels.values ? level : 'warn', base: { name: 'zentrale' } },
  pino.destination(2),
);
// Whoever started it may be gone (a closed terminal, a killed launcher); it must still end in order, database included.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
const say = (message: string): void => {
  process.stdout.write(`${message}\n`);
};

/** Tries the port before anything is started or changed. */
async function probePort({ host, port }: StartOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  }).catch((error: unknown) => {
    throw portProblem(error, host, port) ?? error;
  });
}

function portProblem(error: unknown, host: string, port: number): StartError | undefined {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Der Anschluss ${port} ist schon belegt. Bitte wählen Sie mit --port einen anderen oder beenden Sie das Programm, das ihn benutzt.`,
    EACCES: `Für den Anschluss ${port} fehlt das Recht. Bitte wählen Sie mit --port einen ab 1024.`,
    EADDRNOTAVAIL: `Die Adresse ${host} gehört nicht zu diesem Rechner. Bitte prüfen Sie --host.`,
    ENOTFOUND: `Die Adresse ${host} ist nicht bekannt. Bitte prüfen Sie --host.`,
    EAI_AGAIN: `Die Adresse ${host} ist nicht bekannt. Bitte prüfen Sie --host.`,
  };
  const sentence = sentences[systemCode(error)];
  return sentence ? new StartError(sentence) : undefined;
}

type Postgres = { connectionString: string; stop: () => Promise<void> };

async function openPostgres(options: StartOptions, onFailure: () => void): Promise<Postgres> {
  if (options.database !== undefined) {
    await checkDatabaseUrl(options.database);
    return { connectionString: options.database, stop: async () => undefined };
  }
  const { dataFolder } = options;
  return startEmbeddedPostgres({ dataFolder, onProgress: say, log, onFailure });
}

async function makeDataFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new StartError(`Der Datenordner ${folder} lässt sich nicht anlegen (${systemCode(error)}).`);
  });
}

/** Ends in order on the first signal; further ones change nothing, the work is being written. */
function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) return;
    isStopping = true;
    say('Die Zentrale wird beendet.');
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  // Started as a part of something: its end closes our input.
  if (process.env.AKTENPULT_ENDS_WITH_INPUT) process.stdin.on('end', onSignal).resume();
}

async function readForMailAccount(file: string, what: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new StartError(`Die Datei ${file} mit ${what} lässt sich nicht lesen (${systemCode(error)}).`);
  });
}

async function openMailAccounts({ mailAccounts, mailAccountAuthority }: StartOptions): Promise<MailAccountAccess[]> {
  const what = 'dem Zertifikat der Postfächer';
  const authority =
    mailAccountAuthority === undefined ? undefined : await readForMailAccount(mailAccountAuthority, what);
  const opened = mailAccounts.map(async ({ address, ...secret }): Promise<MailAccountAccess> => {
    if ('oauthFile' in secret) {
      const access = await readTokenAccess(secret.oauthFile, mailClientSecret);
      return { address, login: { tokens: new AccessTokens({ ...access, authority }) }, authority };
    }
    const { passwordFile } = secret;
    const password = (await readForMailAccount(passwordFile, 'dem Kennwort des Postfachs')).replace(/\r?\n$/, '');
    if (password === '') throw new StartError(`Die Datei ${passwordFile} mit dem Kennwort des Postfachs ist leer.`);
    return { address, login: { password }, authority };
  });
  return Promise.all(opened);
}

async function start(options: StartOptions): Promise<void> {
  const mailAccounts = await openMailAccounts(options);
  await probePort(options);
  await makeDataFolder(options.dataFolder);
  // On a share that is not there yet it is waited for; the station says so.
  for (const folder of [...options.intakeFolders, ...options.noticeFolders])
    await mkdir(folder, { recursive: true }).catch(() => undefined);
  await refuseMoved(options.dataFolder);
  let central: Central | undefined;
  let postgres: Postgres | undefined;
  let opened: OpenBlobs | undefined;
  const stop = async () => {
    await central?.stop();
    await postgres?.stop();
    await opened?.close();
  };
  stopOnSignal(stop);
  try {
    opened = await openBlobs(options.blobs, s3, options.incoming);
    postgres = await openPostgres(options, () => {
      process.stderr.write('Die Datenbank hat sich beendet und startet nicht mehr. Die Zentrale wird beendet.\n');
      void stop().finally(() => process.exit(1));
    });
    central = await startCentral({
      ...options,
      blobs: opened.blobs,
      connectionString: postgres.connectionString,
      log,
      administratorPassword,
      onProgress: say,
      intake: {
        ...{ folders: options.intakeFolders, noticeFolders: options.noticeFolders, mailAccounts },
        baskets: options.baskets,
        folderTimes: options.folderTimes,
      },
    });
  } catch (error) {
    await stop().catch(() => undefined);
    throw portProblem(error, options.host, options.port) ?? error;
  }
  if (!ownHosts.has(options.host)) {
    say(
      'Hinweis: Die Zentrale ist von anderen Rechnern erreichbar. Davor gehört ein Dienst, der die Verbindung verschlüsselt (TLS).',
    );
  }
  for (const folder of options.intakeFolders) say(`Eingangsordner der Scanstelle: ${folder}`);
  for (const folder of options.noticeFolders) say(`Druckordner des Fachverfahrens: ${folder}`);
  for (const { address } of mailAccounts) say(`Postfach der Scanstelle: ${mailAccountName(address)}`);
  if (central.metricsAddress) say(`Messwerte: ${central.metricsAddress}`);
  say(`Zentrale bereit: ${central.address}`);
}

/** Errors whose message is a sentence for the reader. */
function isForTheReader(error: unknown): error is Error {
  const kinds = [
    StartError,
    OptionsError,
    BackupError,
    BasketError,
    BlobPlaceError,
    DatabaseUrlError,
    EmbeddedPostgresError,
    MailAccountAddressError,
    StoreFromTheFutureError,
  ];
  return kinds.some((kind) => error instanceof kind);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options) await start(options);
  else say(helpText);
} catch (error) {
  const sentence = isForTheReader(error)
    ? error.message
    : `Die Zentrale startet nicht: ${systemCode(error) || (error instanceof Error ? error.message : String(error))}.`;
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

import { parseArgs } from 'node:util';
import { checkDatabaseUrl, DatabaseUrlError } from '../postgres/database-url.ts';
import { startEmbeddedPostgres } from '../postgres/embedded.ts';
import { EmbeddedPostgresError } from '../postgres/errors.ts';
import { inTransaction, openDatabase } from '../store/database.ts';
import { type AccessReport, verifyAccessLog } from '../store/access-log.ts';
import { type ChainReport, verifyChains } from '../store/journal.ts';
import { sealFolderOf, type SealReport, verifySeals } from '../store/journal-seals.ts';
import { breakInWords, sealsInWords } from './support/report-store.ts';

// Walks the hash chains of the journal: exit code 0 when all are whole, 2 at a break, 1 when it cannot be checked.

const usage = `Prüft das Protokoll der Zentrale auf nachträgliche Änderungen.

  npm run central:verify -- --data ORDNER      (die Zentrale darf nicht laufen)
  npm run central:verify -- --database ADRESSE (auch bei laufender Zentrale)

  --seals ORDNER       Siegel, mit denen das Protokoll verglichen wird, zum Beispiel eine Kopie an einem anderen Ort; ohne Angabe
                       „seals“ im Datenordner. Die Zentrale versiegelt dort alle zehn Minuten, was hinzugekommen ist`;

type Verified = { journal: ChainReport; looks: AccessReport; seals: SealReport | null };

async function verify(connectionString: string, sealFolder: string | undefined): Promise<Verified> {
  const database = openDatabase(connectionString, { connections: 1 });
  try {
    return await inTransaction(database, 'snapshot', async (connection) => ({
      journal: await verifyChains(connection),
      looks: await verifyAccessLog(connection),
      seals: sealFolder ? await verifySeals(connection, sealFolder) : null,
    }));
  } finally {
    await database.end();
  }
}

async function verifyEmbedded(dataFolder: string, sealFolder: string): Promise<Verified> {
  const postgres = await startEmbeddedPostgres({ dataFolder });
  try {
    return await verify(postgres.connectionString, sealFolder);
  } finally {
    await postgres.stop();
  }
}

async function run(): Promise<number> {
  const word = { type: 'string' } as const;
  const options = { data: word, database: word, seals: word, help: { type: 'boolean' } } as const;
  const { data, database, seals: given, help } = parseArgs({ options }).values;
  if (help || Boolean(data) === Boolean(database)) {
    process.stdout.write(`${usage}\n`);
    return help ? 0 : 1;
  }
  if (database) await checkDatabaseUrl(database);
  const verifying = database ? verify(database, given) : verifyEmbedded(data ?? '', given ?? sealFolderOf(data ?? ''));
  const { journal: report, looks, seals } = await verifying;
  if (report.firstBreak) {
    process.stdout.write(`${breakInWords(report.firstBreak)}\n`);
    return 2;
  }
  process.stdout.write(
    `Das Protokoll ist unverändert: ${report.lines} Zeilen in ${report.scopes} Bereichen geprüft.\n`,
  );
  process.stdout.write(
    `Zugriffe: ${looks.events} geprüft, ${looks.marked} von Arbeitsplätzen mit Lücken oder Abweichungen gemeldet, ${looks.broken} nachträglich verändert.\n`,
  );
  if (seals) process.stdout.write(`${sealsInWords(seals)}\n`);
  return looks.broken > 0 || seals?.firstBreak || seals?.firstWrongSeal ? 2 : 0;
}

try {
  process.exitCode = await run();
} catch (error) {
  const isForTheReader = error instanceof DatabaseUrlError || error instanceof EmbeddedPostgresError;
  const sentence = isForTheReader
    ? error.message
    : 'Das Protokoll ließ sich nicht prüfen. Bitte prüfen Sie die Angaben.';
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

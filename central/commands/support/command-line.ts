import { parseArgs } from 'node:util';
import { BackupError } from '../../backup/format.ts';
import { DatabaseUrlError } from '../../postgres/database-url.ts';
import { EmbeddedPostgresError } from '../../postgres/errors.ts';
import { BlobPlaceError } from '../../store/blob-place.ts';
import { BlobStoreUnavailableError } from '../../store/blob-store.ts';
import { StoreFromTheFutureError } from '../../store/migrate.ts';

/** What the command line says is not usable: a German sentence. */
export class UsageError extends Error {}

/** Reads `--name VALUE` pairs. Throws UsageError for names that are not known. */
export function readWords<const Name extends string>(
  words: string[],
  names: readonly Name[],
): Partial<Record<Name | 'help', string>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    const { values } = parseArgs({ args: words, options: { ...options, help: { type: 'boolean' } } });
    return values as Partial<Record<Name | 'help', string>>;
  } catch {
    throw new UsageError('Die Angaben sind nicht verständlich. Mit --help erhalten Sie eine Übersicht.');
  }
}

/** A value that must be given. Throws UsageError. */
export function required(value: string | undefined, name: string): string {
  if (value?.trim()) return value;
  throw new UsageError(`Die Angabe --${name} fehlt. Mit --help erhalten Sie eine Übersicht.`);
}

/** One line that is written over while work goes on, on a terminal; elsewhere a line every ten seconds. */
export function progressLine(output: NodeJS.WriteStream = process.stdout): (line: string) => void {
  let last = 0;
  return (line) => {
    if (output.isTTY) output.write(`\r\x1b[2K${line}`);
    else if (Date.now() - last > 10_000) {
      last = Date.now();
      output.write(`${line}\n`);
    }
  };
}

/** Writes a line of its own below the line of progress. */
export function say(line: string): void {
  process.stdout.write(`${process.stdout.isTTY ? '\r\x1b[2K' : ''}${line}\n`);
}

const forTheReader = [
  UsageError,
  BackupError,
  BlobPlaceError,
  DatabaseUrlError,
  EmbeddedPostgresError,
  StoreFromTheFutureError,
];

const awaySentence =
  'Der Speicher für Inhalte antwortet nicht mehr; der Vorgang wurde abgebrochen. Bitte wiederholen Sie ihn, sobald er wieder da ist.';

/** Runs a command; its number is the exit code, an error becomes one sentence and exit code 1. */
export async function runCommand(usage: string, run: (words: string[]) => Promise<number>): Promise<void> {
  const words = process.argv.slice(2);
  try {
    if (words.includes('--help')) say(usage);
    else process.exitCode = await run(words);
  } catch (error) {
    const isForTheReader = forTheReader.some((kind) => error instanceof kind);
    const code = (error as { code?: unknown }).code;
    const sentence = isForTheReader
      ? (error as Error).message
      : `Der Vorgang wurde abgebrochen (${typeof code === 'string' ? code : (error as Error).name}).`;
    process.stderr.write(`${error instanceof BlobStoreUnavailableError ? awaySentence : sentence}\n`);
    process.exitCode = 1;
  }
}

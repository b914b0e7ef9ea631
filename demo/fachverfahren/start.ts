import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CaseDataError, parseCaseFile, readCaseFile } from './model/cases.ts';
import { today } from './model/months.ts';
import { sampleCases } from './model/sample-cases.ts';
import { startFachverfahren } from './server.ts';

const help = `Muster-Fachverfahren: ein kleines Fachverfahren nach SGB II zum Ausprobieren der Kopplung mit Aktenpult.

Aufruf: node demo/fachverfahren/start.ts [Optionen]

  --port N       Port auf 127.0.0.1 (Vorgabe 0: ein freier Port)
  --data DATEI   JSON-Datei mit den Fällen (Vorgabe: zwanzig eingebaute Musterfälle)
  --desk ADRESSE Nur dieses Aktenpult darf das Fachverfahren einbetten, zum Beispiel http://127.0.0.1:4700;
                 mehrfach möglich (Vorgabe: jedes Aktenpult auf diesem Rechner)
  --print ORDNER Druckordner: „In die E-Akte drucken“ legt den Bescheid als PDF dorthin (Vorgabe: kein Druckordner)
  --help         Diese Hilfe
`;

class OptionError extends Error {
  override name = 'OptionError';
}

type StartOptions = {
  port: number;
  dataPath: string | undefined;
  desks: string[];
  printFolder: string | undefined;
  help: boolean;
};

function readOptions(args: string[]): StartOptions {
  const options = {
    port: { type: 'string' },
    data: { type: 'string' },
    desk: { type: 'string', multiple: true },
    print: { type: 'string' },
    help: { type: 'boolean' },
  } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ args, options, allowPositionals: false }));
  } catch {
    throw new OptionError('Die Angaben beim Aufruf sind nicht bekannt. --help zeigt, was möglich ist.');
  }
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new OptionError(`„${port}“ ist kein Port (0 bis 65535).`);
  const desks = values.desk ?? [];
  const wrong = desks.find((desk) => !/^https?:/.test(desk) || URL.parse(desk)?.origin !== desk);
  if (wrong !== undefined) {
    throw new OptionError(
      `„${wrong}“ ist keine Adresse in der Form http://127.0.0.1:4700 (ohne Schrägstrich am Ende).`,
    );
  }
  const { data: dataPath, print: printFolder, help: wantsHelp = false } = values;
  if (printFolder !== undefined && !existsSync(printFolder)) {
    throw new OptionError(`Den Druckordner ${printFolder} gibt es nicht. Bitte legen Sie ihn an.`);
  }
  return { port: Number(port), dataPath, desks, printFolder, help: wantsHelp };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  const data = options.dataPath ? readCaseFile(options.dataPath) : parseCaseFile(sampleCases(today()), '(eingebaut)');
  const running = await startFachverfahren({
    ...{ data, port: options.port, desks: options.desks, printFolder: options.printFolder },
  });
  const stop = () => {
    void running.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started as a part of something: its end closes our input.
  if (process.env.AKTENPULT_ENDS_WITH_INPUT) process.stdin.once('end', stop).resume();
  process.stdout.write(`Fachverfahren bereit: ${running.address}\n`);
}

function sentenceOf(error: unknown): string {
  if (error instanceof OptionError || error instanceof CaseDataError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return 'Der Port ist bereits belegt. Bitte wählen Sie mit --port einen anderen (0: ein freier).';
  if (code === 'EACCES') return 'Der Port darf nicht geöffnet werden. Bitte wählen Sie mit --port einen Port ab 1024.';
  return `Das Fachverfahren konnte nicht gestartet werden (${String(code ?? (error instanceof Error ? error.message : error))}).`;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { newServiceId } from '../intake/station/deliver.ts';
import type { Intake } from '../intake/station/intake.ts';
import { takeIn } from '../intake/station/take-in.ts';
import { migrate } from '../store/migrate.ts';
import { systemCode } from '../../core/domain/system-code.ts';
import { required, runCommand, say, UsageError } from './support/command-line.ts';
import { openStorePlace } from './support/open-store.ts';

// Hands files to the scan station. It may run beside the centre, which goes on with them; else they wait for its next start.

const usage = `Reicht Dateien bei der Scanstelle ein. Sie sind aufbewahrt, wenn der Befehl endet; die Dateien selbst bleiben, wo sie sind.

  npm run central:intake -- --data ORDNER --station NAME DATEI …

  --data ORDNER      Datenordner der Zentrale (oder --database ADRESSE und --blobs ORT, wie beim Start der Zentrale)
  --station NAME     von welchem Gerät oder welcher Außenstelle die Dateien stammen; steht im Transfervermerk
  DATEI …            PDF, TIFF, JPEG oder PNG`;

function readFiles(words: string[]) {
  const text = { type: 'string' } as const;
  try {
    const options = { data: text, database: text, blobs: text, station: text };
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true });
    return { ...values, files: positionals };
  } catch {
    throw new UsageError('Die Angaben sind nicht verständlich. Mit --help erhalten Sie eine Übersicht.');
  }
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

await runCommand(usage, async (words) => {
  const given = readFiles(words);
  if (!given.database) required(given.data, 'data');
  const station = required(given.station, 'station');
  if (given.files.length === 0) throw new UsageError('Bitte nennen Sie mindestens eine Datei.');
  const { database, blobs, close } = await openStorePlace(given, { besideCentre: true, say });
  const reader = () => {
    throw new Error('the service reads what is handed in here');
  };
  const still = { announce: () => undefined, wake: () => undefined, reader };
  const intake: Intake = { database, blobs, log: silent, serviceId: newServiceId(), baskets: [], ...still };
  let failed = 0;
  try {
    await migrate(database);
    for (const file of given.files) {
      try {
        if (!(await stat(file)).isFile()) throw new UsageError('das ist keine Datei');
        const content = createReadStream(file);
        const name = { source: 'command' as const, station, fileName: path.basename(file), takenBy: null };
        const { stackId, sameAs } = await takeIn(intake, { ...name, content });
        say(`${file}: eingereicht (${stackId})${sameAs ? '; dieselbe Datei ist schon einmal eingegangen' : ''}`);
      } catch (error) {
        failed += 1;
        say(
          `${file}: nicht eingereicht (${error instanceof UsageError ? error.message : systemCode(error) || 'unbekannter Fehler'})`,
        );
      }
    }
  } finally {
    await close();
  }
  return failed === 0 ? 0 : 1;
});

import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ChildEnded } from './child.ts';
import { help, type OfficeOptions, OptionError, readOptions } from './options.ts';
import { Parts } from './parts.ts';
import { checkPort } from './port-check.ts';

const project = resolve(import.meta.dirname, '../..');
const parts = new Parts((code) => void stopAll(code));

/** Ends desk, Fachverfahren and centre in this order. */
async function stopAll(code: number): Promise<void> {
  if (await parts.stop()) process.exit(code);
}

const start = (entry: string, words: string[]) => parts.start(join(project, entry), words);
const run = (entry: string, words: string[]) => parts.run(join(project, entry), words);

/** The administrator's password of the sample office: made once, kept in the data folder, never shown. */
async function administratorPassword(data: string): Promise<string> {
  const path = join(data, 'verwaltung.kennwort');
  if (!existsSync(path)) {
    await writeFile(path, Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64url'), {
      mode: 0o600,
    });
  }
  return (await readFile(path, 'utf8')).trim();
}

async function startOffice(options: OfficeOptions): Promise<void> {
  const data = resolve(options.data);
  await checkPort(options.port);
  if (options.reset) await resetData(data);
  await mkdir(data, { recursive: true });
  process.env.AKTENPULT_ADMIN_PASSWORD = await administratorPassword(data);
  await writeFile(join(data, 'BEISPIELBUERO'), 'Dieser Ordner gehört dem Beispielbüro von Aktenpult.\n');

  const page = run('build/page.ts', ['--if-needed']);
  page.catch(() => undefined); // told below, unless something else fails first
  const intake = join(data, 'posteingang');
  const notices = join(data, 'Bescheide');
  await mkdir(join(intake, 'Scanner 1'), { recursive: true });
  await mkdir(notices, { recursive: true });
  const central = start('central/start.ts', [
    '--data',
    join(data, 'zentrale'),
    '--port',
    '0',
    '--intake',
    intake,
    '--notices',
    notices,
    '--basket',
    'Team Marschhusen 1',
  ]);
  const fachverfahrenFile = join(data, 'beispiel', 'fachverfahren.json');
  const startFachverfahren = () =>
    start('demo/fachverfahren/start.ts', ['--port', '0', '--data', fachverfahrenFile, '--print', notices]);
  // From the second start on its data is there already: no need to wait for the centre.
  const early = existsSync(fachverfahrenFile) ? startFachverfahren() : null;
  const centralAddress = await central.ready;
  await run('demo/fill.ts', [
    '--central',
    centralAddress,
    '--households',
    String(options.households),
    '--office',
    join(data, 'beispiel'),
    ...(options.as ? ['--as', options.as] : []),
  ]);
  const fachverfahren = early ?? startFachverfahren();
  const [fachverfahrenAddress] = await Promise.all([fachverfahren.ready, page]);
  const desk = start('main/browser/start.ts', [
    '--central',
    centralAddress,
    '--data',
    join(data, 'arbeitsplatz'),
    '--port',
    String(options.port),
    '--host',
    options.host,
    '--fachverfahren',
    fachverfahrenAddress,
    '--sample',
    join(data, 'beispiel', 'konten.json'),
    ...(options.as ? ['--as', options.as] : []),
    ...(options.open ? [] : ['--no-open']),
  ]);
  const address = await desk.ready;
  console.log(`Eingangsordner der Scanstelle (PDF, TIFF, JPEG oder PNG hineinlegen): ${join(intake, 'Scanner 1')}`);
  console.log(`Druckordner des Fachverfahrens (Bescheide als PDF hineinlegen): ${notices}`);
  console.log(`Aktenpult bereit: ${address}`);
}

async function resetData(data: string): Promise<void> {
  if (!existsSync(data)) return;
  if (!existsSync(join(data, 'BEISPIELBUERO'))) {
    throw new OptionError(`${data} gehört nicht zu einem Beispielbüro; „--reset“ löscht dort nichts.`);
  }
  const running = await readFile(join(data, 'zentrale/central.lock'), 'utf8').catch(() => '');
  const pid = Number(/"pid":(\d+)/.exec(running)?.[1] ?? 0);
  if (pid > 0 && isAlive(pid)) {
    throw new OptionError(
      `Das Beispielbüro in ${data} läuft noch (Prozess ${pid}). Bitte zuerst beenden; gelöscht wurde nichts.`,
    );
  }
  await rm(data, { recursive: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopAll(0));
try {
  const options = readOptions(process.argv.slice(2));
  if (options) await startOffice(options);
  else console.log(help);
} catch (error) {
  if (error instanceof OptionError) console.error(error.message);
  else if (!(error instanceof ChildEnded))
    console.error(`Aktenpult konnte nicht starten: ${error instanceof Error ? error.message : error}`);
  await stopAll(1);
}

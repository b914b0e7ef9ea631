import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { ImportLine } from '../../core/contract/central.ts';
import { caseLines, followUpLine, inboxLines, type MadeContent } from './case-lines.ts';
import type { CentralAccess } from './central-access.ts';
import { fachverfahrenData } from './fachverfahren-file.ts';
import { refuseUnknown } from './known-account.ts';
import { officeLines, officeRecordLine, roleOf } from './office-lines.ts';
import { sampleId } from './sample-ids.ts';
import { generateOffice, type SampleOffice } from '../sample/generate.ts';
import type { SampleHousehold } from '../sample/types.ts';

const samplePassword = 'beispiel';
const batchSize = 2_000;

/** Collects lines and bytes and sends them on, while the next ones are made; bytes go before the records that name them. */
class Filling {
  readonly #central: CentralAccess;
  #lines: ImportLine[] = [];
  #uploads: MadeContent[] = [];
  #sending: Promise<void> = Promise.resolve();
  documents = 0;

  constructor(central: CentralAccess) {
    this.#central = central;
  }

  async add(line: ImportLine, made?: MadeContent): Promise<void> {
    this.#lines.push(line);
    if (made) this.documents += 1;
    if (made?.bytes) {
      this.#uploads.push(made);
      // Making a file takes the thread for itself; what is being sent gets its turn in between.
      await letOthersRun();
    }
    if (this.#lines.length >= batchSize || this.#uploads.length >= 100) await this.flush();
  }

  /** Hands over what was collected; waits only for what was handed over before, so never more than two batches are held. */
  async flush(): Promise<void> {
    await this.#sending;
    this.#sending = this.#send(this.#uploads.splice(0), this.#lines.splice(0));
    // Whoever awaits it next gets the error; until then it is not an unhandled one.
    this.#sending.catch(() => undefined);
  }

  /** Hands over the rest and waits until the centre has all. */
  async end(): Promise<void> {
    await this.flush();
    await this.#sending;
  }

  async #send(uploads: MadeContent[], lines: ImportLine[]): Promise<void> {
    const files = uploads.flatMap(({ content: { sha256 }, bytes }) => (bytes ? [{ sha256, bytes }] : []));
    if (files.length > 0) await this.#central.upload(files);
    if (lines.length > 0) await this.#central.send(lines);
  }
}

async function fill(central: CentralAccess, office: SampleOffice, bytesFor: number): Promise<void> {
  const started = performance.now();
  const filling = new Filling(central);
  for (const line of officeLines(office)) await filling.add(line);
  const households = new Map<string, SampleHousehold>();
  const progressStep = Math.max(1, Math.min(100, Math.round(office.households / 10)));
  let done = 0;
  for (const file of office.caseFiles()) {
    households.set(file.household.key, file.household);
    for await (const { line, bytes } of caseLines(office, file, done < bytesFor)) await filling.add(line, bytes);
    done += 1;
    if (done % progressStep === 0) {
      console.log(`Beispielbüro wird gefüllt: ${done} von ${office.households} Akten, ${filling.documents} Dokumente`);
    }
  }
  for (const item of office.inboxItems()) {
    const { lines, made } = await inboxLines(item, households, true);
    for (const [index, line] of lines.entries()) await filling.add(line, index === 0 ? made : undefined);
  }
  for (const followUp of office.followUps()) await filling.add(followUpLine(followUp));
  await filling.end();
  const accounts = [...office.workers, ...office.service];
  for (const account of accounts) {
    await central.makeAccount({
      workerId: sampleId(account.key),
      login: account.login,
      password: samplePassword,
      role: roleOf(account),
    });
  }
  await central.send([officeRecordLine(office)]);
  await central.finish();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `Beispielbüro gefüllt: ${done} Akten, ${filling.documents} Dokumente und Eingänge, ${accounts.length} Konten in ${seconds} s`,
  );
}

/** What the desk and the sample Fachverfahren need to know of the sample office. */
async function writeOfficeFiles(folder: string, office: SampleOffice): Promise<void> {
  await mkdir(folder, { recursive: true });
  const accounts = [...office.workers.slice(0, 12), ...office.service].map((account) => ({
    login: account.login,
    password: samplePassword,
    name: `${account.familyName}, ${account.givenName}`,
    role: roleOf(account),
  }));
  const desk = { officeName: `Jobcenter ${office.county.name}`, fachverfahrenName: 'Muster-Fachverfahren', accounts };
  await writeFile(join(folder, 'konten.json'), JSON.stringify(desk, null, 1));
  await writeFile(join(folder, 'fachverfahren.json'), JSON.stringify(fachverfahrenData(office)));
}

export type FillingOptions = { folder: string; households: number; bytesFor: number; as: string | undefined };

/** Fills an empty centre with the sample office. Breaking off does no harm: the next start goes over everything again. */
export async function fillOffice(access: CentralAccess, options: FillingOptions): Promise<void> {
  const { folder, households, bytesFor, as } = options;
  const todayFile = join(folder, 'stichtag');
  const today = await readFile(todayFile, 'utf8').catch(() => '');
  const office = generateOffice({ households, ...(today ? { today } : {}) });
  await mkdir(folder, { recursive: true });
  await writeFile(todayFile, office.today);
  await writeOfficeFiles(folder, office);
  await refuseUnknown(folder, as);
  await fill(access, office, bytesFor);
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { CuttingProxy } from '../support/cutting-proxy.ts';
import { createRandom } from '../worlds/simulation/random.ts';
import { CentreProcess } from './centre-process.ts';
import { DeskProcess } from './desk-process.ts';
import { Findings } from './findings.ts';
import { fillHouse, planHouse } from './house.ts';
import { checkActs, checkContentsAndJournal, inFolder, readCentre } from './look-at-centre.ts';
import { checkDesk } from './look-at-desk.ts';
import { checkScans, retryBrokenOff, whatIsUnderway } from './look-at-scans.ts';
import type { Mutant } from './mutants.ts';
import { within } from './patience.ts';
import { Scanner } from './scanner.ts';
import { killOnce, type Stage, type Victim, withDatabase } from './storm.ts';
import { type Act, actAt, deliverLetters } from './workload.ts';

export type FaultOptions = {
  kills: number;
  seed: number;
  /** After so many kills all is let come to rest and looked at. */
  every: number;
  desks: number;
  trace: (text: string) => void;
  mutant?: Mutant;
};
export type FaultOutcome = {
  found: Findings;
  acts: Act[];
  /** Files laid down to be scanned. */
  scans: number;
  kills: Map<Victim, number>;
  cuts: number;
  looks: number;
};

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
/** Milliseconds of fine weather without any change after which a desk that is not at rest counts as stuck. */
const patience = 120_000;

/** Runs a house of real processes, kills them again and again, and looks whether anything was lost. */
export async function runFaults(options: FaultOptions): Promise<FaultOutcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-faults-'));
  try {
    return await new FaultRun(options, folder).run();
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

class FaultRun {
  readonly #options: FaultOptions;
  readonly #folder: string;
  readonly #found: Findings;
  readonly #outcome: FaultOutcome;
  #isStormy = false;

  constructor(options: FaultOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
    this.#found = new Findings(options.trace);
    this.#outcome = { found: this.#found, acts: [], scans: 0, kills: new Map(), cuts: 0, looks: 0 };
  }

  async run(): Promise<FaultOutcome> {
    const stage = await this.#open();
    try {
      let left = this.#options.kills;
      while (left > 0) {
        const count = Math.min(left, this.#options.every);
        await this.#storm(stage, count);
        left -= count;
        await this.#rest(stage);
        this.#outcome.looks += 1;
      }
    } finally {
      await this.#endDesks(stage);
      await within(patience, stage.centre.stop(), () => {
        this.#found.add('stuck', `the centre does not end: ${stage.centre.said()}`);
        stage.centre.kill('everything');
      });
      for (const line of stage.lines) {
        this.#outcome.cuts += line.cuts;
        await line.close();
      }
    }
    return this.#outcome;
  }

  /** A filled centre and desks that have fetched everything once. The last desk is a second machine of the first worker. */
  async #open(): Promise<Stage> {
    const { desks: count, trace } = this.#options;
    const random = createRandom(this.#options.seed);
    const rest = () => (this.#isStormy ? random.wait(400) : 0);
    const house = planHouse(Math.max(1, count - 1));
    const scanner = new Scanner({
      ...{ folder: path.join(this.#folder, 'eingang', 'Scanner 1'), random, found: this.#found },
      fileOf: inFolder(path.join(this.#folder, 'zentrale', 'blobs')),
    });
    await scanner.open();
    const intakeFolder = path.dirname(scanner.parts.folder);
    const centre = await CentreProcess.start(path.join(this.#folder, 'zentrale'), intakeFolder, rest);
    await fillHouse(centre.address, house);
    await deliverLetters(centre.address, house, 6);
    const lines: CuttingProxy[] = [];
    const desks: DeskProcess[] = [];
    for (let index = 0; index < count; index += 1) {
      const line = await CuttingProxy.open(centre.address);
      lines.push(line);
      const worker = house.workers[index % house.workers.length];
      if (!worker) throw new Error('no worker');
      const onFault = (text: string) => this.#found.add('fault', text);
      desks.push(new DeskProcess({ worker, folder: path.join(this.#folder, `desk${index}`), line, rest, onFault }));
    }
    for (const desk of desks) desk.start();
    const countActs = () => this.#outcome.acts.length;
    const stage: Stage = { random, house, centre, scanner, desks, lines, countActs, trace };
    await this.#untilQuiet(stage);
    return stage;
  }

  /** People work while processes are killed. */
  async #storm(stage: Stage, kills: number): Promise<void> {
    this.#isStormy = true;
    const working = stage.desks.map((desk) => this.#work(stage, desk));
    const scanning = stage.scanner.run(() => this.#isStormy);
    for (let count = 0; count < kills; count += 1) {
      const victim = await killOnce(stage);
      this.#outcome.kills.set(victim, (this.#outcome.kills.get(victim) ?? 0) + 1);
    }
    this.#isStormy = false;
    await Promise.all([...working, scanning]);
    this.#outcome.scans = stage.scanner.laid.length;
  }

  async #work({ random, house }: Stage, desk: DeskProcess): Promise<void> {
    while (this.#isStormy) {
      await pause(random.wait(30));
      const { starts } = desk;
      const act = await within(patience, actAt(desk, house, random), () => {
        this.#found.add('stuck', `${desk.name} gave no answer, started ${starts} times`);
        desk.kill();
        return null;
      });
      if (act) this.#outcome.acts.push(act);
    }
  }

  /** Ends the desks in order, so that their stores can be looked at. */
  async #endDesks({ desks }: Stage): Promise<void> {
    const ending = desks.map((desk) =>
      within(patience, desk.stop(), () => {
        this.#found.add('stuck', `${desk.name} does not end`);
        desk.kill();
      }),
    );
    await Promise.all(ending);
  }

  /** Fine weather until all is at rest; then everything is compared, with the desks ended. */
  async #rest(stage: Stage): Promise<void> {
    const { centre, house, desks, lines, scanner } = stage;
    for (const line of lines) line.mend();
    for (const desk of desks) desk.setClock(0);
    await within(patience, centre.ready(), () => {
      this.#found.add('stuck', `the centre does not start: ${centre.said()}`);
    });
    await this.#untilScanned(stage);
    await this.#untilQuiet(stage);
    await this.#endDesks(stage);
    const isThere = await withDatabase(centre, async (database) => {
      await this.#options.mutant?.harm(database);
      const state = await readCentre(
        database,
        house.workers.map(({ workerId }) => workerId),
      );
      const clarified = new Set<Id>();
      for (const desk of desks) for (const id of await checkDesk(desk, state, this.#found)) clarified.add(id);
      checkActs(state, this.#outcome.acts, clarified, this.#found);
      await checkContentsAndJournal(database, state, scanner.parts.fileOf, this.#found);
      await checkScans(database, { scanner, inboxId: house.team.inboxId }, this.#found);
    });
    if (!isThere) this.#found.add('stuck', `the centre is not there: ${centre.said()}`);
    await deliverLetters(centre.address, house, 4);
    for (const desk of desks) desk.start();
  }

  /** Until all that was laid down is delivered: what was in work when its service died waits for its lease to end. */
  async #untilScanned({ centre, house, scanner, trace }: Stage): Promise<void> {
    let [why, end] = ['', 0];
    for (;;) {
      let reason: string | null = 'the centre is not there';
      await withDatabase(centre, async (database) => {
        const retried = await retryBrokenOff(database, centre.address, house);
        if (retried > 0) trace(`${retried} stacks are read anew`);
        reason = await whatIsUnderway(database, scanner);
      });
      if (reason === null) return trace(`${scanner.laid.length} files are scanned`);
      if (reason !== why) [why, end] = [reason, Date.now() + patience];
      if (Date.now() > end) return this.#found.add('stuck', `of the scans: ${reason}`);
      await pause(100);
    }
  }

  async #untilQuiet({ desks, trace }: Stage): Promise<void> {
    // Twice: what the last desk sent has to come to the first one.
    for (const round of ['sent', 'fetched']) {
      for (const desk of desks) await this.#untilAtRest(desk);
      trace(`everything is ${round}`);
    }
  }

  /** A busy machine is slow, not stuck: patience ends when nothing has changed for so long. */
  async #untilAtRest(desk: DeskProcess): Promise<void> {
    let [why, end] = ['', 0];
    for (;;) {
      const reason = await within(patience, whatMoves(desk), () => 'gives no answer');
      if (reason === null) return;
      if (reason !== why) [why, end] = [reason, Date.now() + patience];
      if (Date.now() > end) return this.#found.add('stuck', `${desk.name} ${why}`);
      await pause(50);
    }
  }
}

/** Null: the desk has sent and fetched everything. */
async function whatMoves(desk: DeskProcess): Promise<string | null> {
  const { client } = desk;
  if (!client) return 'is not logged in';
  try {
    const { connection, waitingCommands, waitingBlobs, problem } = await client.sync.now({});
    if (connection !== 'connected') return `is ${connection}`;
    if (waitingCommands > 0) return `has ${waitingCommands} commands waiting`;
    if (waitingBlobs > 0) return `has ${waitingBlobs} contents waiting`;
    return problem === null ? null : `says: ${problem}`;
  } catch (error) {
    if (error instanceof AppError && error.code === 'locked') await desk.logInAgain().catch(() => undefined);
    return `fails: ${String(error)}`;
  }
}

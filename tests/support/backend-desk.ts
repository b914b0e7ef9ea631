import { afterEach, beforeEach, expect } from 'vitest';
import { type Backend, startBackend } from '../../backend/start.ts';
import { deskApi, deskContractVersion, type DeskClient } from '../../core/contract/desk.ts';
import { connect } from '../../core/rpc/connect.ts';
import { memoryPortPair } from '../../core/rpc/memory-port.ts';
import { DeskWorld, type TestWorker } from './desk-world.ts';
import { memoryCentral } from './memory-central.ts';

export type BackendDesk = {
  backend: Backend;
  client: DeskClient;
  folder: string;
  /** Cuts the line to the centre, or mends it. */
  isOnline: boolean;
  /** Faults of the program; a test that expects none looks here at its end. */
  faults: unknown[];
  /** Another window of the same desk. */
  window(): DeskClient;
  close(): Promise<void>;
};

/** The whole backend over a centre in memory, spoken to as a page does: calls and events through a port. */
export async function startBackendDesk(world: DeskWorld, folder = world.temporaryFolder()): Promise<BackendDesk> {
  const faults: unknown[] = [];
  const desk = { isOnline: true };
  const backend = await startBackend({
    dataFolder: folder,
    centralUrl: 'https://zentrale.example',
    configuration: {
      officeName: 'Probehaus',
      isSampleOffice: true,
      sampleAccounts: [],
      autoLogIn: null,
      fachverfahren: null,
    },
    keyStore: null,
    onUnexpectedError: (error) => faults.push(error),
    createCentral: () => memoryCentral(world.centre, { weather: () => (desk.isOnline ? 'fine' : 'lostRequest') }),
    clock: { now: () => world.time },
  });
  const window = (): DeskClient => {
    const [near, far] = memoryPortPair();
    backend.serve(far);
    return connect(near, { api: deskApi, contractVersion: deskContractVersion, token: null }).client;
  };
  return Object.assign(desk, { backend, client: window(), folder, faults, window, close: () => backend.close() });
}

/** Logs in and waits until everything the worker may see is here. */
export async function logIn(desk: BackendDesk, worker: TestWorker): Promise<void> {
  await desk.client.session.logIn({ login: worker.login, password: `${worker.login}-kennwort` });
  await desk.client.sync.now({});
}

type WorldAndDesk = { world: DeskWorld; desk: BackendDesk };

/** A world and a desk of its own for each test of a file, handed over before it; one that had faults of the program fails. */
export function deskForEachTest(take: (opened: WorldAndDesk) => void | Promise<void>): void {
  let opened: WorldAndDesk;
  beforeEach(async () => {
    const world = new DeskWorld();
    opened = { world, desk: await startBackendDesk(world) };
    await take(opened);
  });
  afterEach(async () => {
    await opened.desk.close();
    await opened.world.close();
    expect(opened.desk.faults).toEqual([]);
  });
}

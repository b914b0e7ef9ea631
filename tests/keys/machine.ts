import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { createSession, type Session } from '../../backend/session/session.ts';
import type { SessionState } from '../../backend/session/session-parts.ts';
import { createCentralClient } from '../../backend/sync/central-client.ts';
import { systemTimers } from '../../backend/sync/environment.ts';
import { newId } from '../../central/testing/desk.ts';
import type { Office } from '../../central/testing/office.ts';
import { type KeySealer, storeFolderOf } from '../../db/keys.ts';
import type { StackReader } from '../../intake/station/stack-reading.ts';

export type Machine = { session: Session; folder: string; dataFolder: string; cut(isCut: boolean): void };

type MachineParts = { dataFolder?: string; sealer?: KeySealer | null; stackReader?: () => StackReader };

/** A machine of its own, whose line to the centre can be cut. */
export async function openMachine(
  office: Office,
  { dataFolder, sealer = null, stackReader }: MachineParts = {},
): Promise<Machine> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'aktenpult-lost-')));
  let isCut = false;
  const session = createSession({
    dataFolder: folder,
    createCentral: () => createCentralClient(isCut ? 'http://127.0.0.1:9' : office.address),
    sealer,
    deviceName: 'Testgerät',
    newId,
    clock: { now: () => Date.now() },
    timers: systemTimers,
    random: Math.random,
    stackReader: stackReader ?? (() => expect.unreachable('nothing is scanned here')),
  });
  onTestFinished(async () => {
    await session.close();
    await rm(folder, { recursive: true, force: true });
  });
  const cut = (next: boolean) => {
    isCut = next;
  };
  return { session, folder: storeFolderOf(folder, 'anna'), dataFolder: folder, cut };
}

/** The state of a session once it fits. */
export const until = (session: Session, fits: (state: SessionState) => boolean): Promise<SessionState> =>
  new Promise((resolve) => {
    const stop = session.onState((state) => {
      if (!fits(state)) return;
      stop();
      resolve(state);
    });
    if (fits(session.state())) {
      stop();
      resolve(session.state());
    }
  });

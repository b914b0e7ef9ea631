import { expect, vi } from 'vitest';
import { type BackendDesk, logIn, startBackendDesk } from './backend-desk.ts';
import type { DeskWorld } from './desk-world.ts';

/** The desks of Jensen (`first`) and Thomsen (`second`), logged in. */
export class TwoDesks {
  readonly first: BackendDesk;
  readonly second: BackendDesk;
  readonly #world: DeskWorld;

  private constructor(world: DeskWorld, first: BackendDesk, second: BackendDesk) {
    this.#world = world;
    this.first = first;
    this.second = second;
  }

  static async open(world: DeskWorld): Promise<TwoDesks> {
    const desks = new TwoDesks(world, await startBackendDesk(world), await startBackendDesk(world));
    await logIn(desks.first, world.jensen);
    await logIn(desks.second, world.thomsen);
    return desks;
  }

  async syncAll(): Promise<void> {
    for (const one of [this.first, this.second, this.first]) await one.client.sync.now({});
  }

  /** Syncs until this holds. */
  async until(holds: () => Promise<void>): Promise<void> {
    await vi.waitFor(async () => {
      await this.syncAll();
      await holds();
    }, 15_000);
  }

  /** Both do something without the line; what Jensen does reaches the centre first. */
  async apart(ofFirst: () => Promise<unknown>, ofSecond: () => Promise<unknown>): Promise<void> {
    const { first, second } = this;
    [first.isOnline, second.isOnline] = [false, false];
    await ofFirst();
    this.#world.time += 60_000;
    await ofSecond();
    first.isOnline = true;
    await first.client.sync.now({});
    second.isOnline = true;
    await this.until(async () => {
      for (const desk of [first, second]) expect((await desk.client.sync.state({})).waitingCommands).toBe(0);
    });
    await this.syncAll();
  }

  async close(): Promise<void> {
    await this.first.close();
    await this.second.close();
    await this.#world.close();
    expect([...this.first.faults, ...this.second.faults]).toEqual([]);
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from '../figures.ts';
import { type Measured, measureSections } from '../sections.ts';
import { measureChange } from './change.ts';
import { measureFirstFetch } from './first-fetch.ts';
import { type House, startHouse } from './house.ts';
import { measureDamage } from './damage.ts';
import { measureManyDesks } from './many-desks.ts';
import { measureNarrowFetch } from './narrow-fetch.ts';
import { measureOwnPostgres } from './own-postgres.ts';
import { measurePush } from './push.ts';
import { measureReturn } from './return.ts';
import { measureRevocation } from './revocation.ts';

const sections: Record<string, (house: House, isQuick: boolean) => Promise<Figure[]>> = {
  'first-fetch': measureFirstFetch,
  'narrow-fetch': measureNarrowFetch,
  push: measurePush,
  'own-postgres': measureOwnPostgres,
  change: measureChange,
  'many-desks': measureManyDesks,
  return: measureReturn,
  revocation: measureRevocation,
  damage: measureDamage,
};

/** First fetch and single changes, on a real centre over loopback; `wanted` names sections, none means all. */
export async function measureSync(isQuick: boolean, wanted: string[]): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  const { house, stop } = await startHouse(folder, isQuick ? 40 : 300);
  try {
    const named = Object.entries(sections).map(([name, measure]) => [name, () => measure(house, isQuick)]);
    return await measureSections(Object.fromEntries(named), wanted);
  } finally {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

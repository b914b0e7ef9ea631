import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../central/postgres/embedded.ts';
import type { Figure } from '../figures.ts';
import { type House, startHouse } from './house.ts';
import { measurePushOn } from './push.ts';

// What the server says of these where nobody has set them, as on the machine of a county.
const itsDefaults = {
  max_connections: 100,
  effective_cache_size: '4GB',
  work_mem: '4MB',
  maintenance_work_mem: '64MB',
  random_page_cost: 4,
  jit: 'on',
  max_parallel_workers_per_gather: 2,
  max_parallel_maintenance_workers: 2,
};

/**
 * Commands a second on a PostgreSQL that is reached by its address, as a county's is: the empty database named by
 * `AKTENPULT_BENCH_DATABASE`, else one started here with the server's defaults.
 */
export async function measureOwnPostgres({ folder }: House, isQuick: boolean): Promise<Figure[]> {
  const given = process.env.AKTENPULT_BENCH_DATABASE;
  const server = given
    ? null
    : await startEmbeddedPostgres({ dataFolder: join(folder, 'landkreis'), settings: itsDefaults });
  try {
    const place = join(folder, 'zentrale-daneben');
    const { house, stop } = await startHouse(place, isQuick ? 10 : 40, given ?? server?.connectionString);
    try {
      const what = given ? 'the PostgreSQL of the machine' : 'a PostgreSQL of the machine with its default settings';
      return [await measurePushOn(house, isQuick, what)];
    } finally {
      await stop();
    }
  } finally {
    await server?.stop();
  }
}

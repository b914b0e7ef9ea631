import { parentPort, workerData } from 'node:worker_threads';
import { type DamageSearch, damagedTables } from './damage-search.ts';

// Thread beside the one that works on a store: reads tables of it with a connection of its own; see damage-search-thread.ts.

parentPort?.postMessage(damagedTables(workerData as DamageSearch));

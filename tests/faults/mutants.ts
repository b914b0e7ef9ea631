import type { Database } from '../../central/store/database.ts';

/** A fault put in on purpose, once all is at rest and before anything is looked at. */
export type Mutant = { name: string; harm: (database: Database) => Promise<unknown> };

/** Faults that a run must find. */
export const mutants: readonly Mutant[] = [
  {
    name: 'forgetful',
    harm: (database) => database.query(`delete from record where body::text like '%zeichen-%'`),
  },
];

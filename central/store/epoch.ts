import type { Queryable } from './database.ts';

/** The timeline of the store: a restored backup begins a new one. */
export async function readEpoch(database: Queryable): Promise<string> {
  const { rows } = await database.query<{ epoch: string }>('select epoch from store');
  const epoch = rows[0]?.epoch;
  if (!epoch) throw new Error('the store has no epoch: not migrated');
  return epoch;
}

/** The key that signs access tokens, 32 bytes; kept with the data so that all services of one store share it. */
export async function readSigningKey(database: Queryable): Promise<Uint8Array> {
  const { rows } = await database.query<{ signing_key: Buffer }>('select signing_key from store');
  const key = rows[0]?.signing_key;
  if (!key) throw new Error('the store has no signing key: not migrated');
  return new Uint8Array(key);
}

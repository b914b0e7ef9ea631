import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Id, createIdSource } from '../../core/domain/ids.ts';
import { everyonePrincipalId, houseScopeId } from '../../core/domain/standing-ids.ts';
import { saveAccount } from './accounts.ts';
import { type Database, inTransaction } from './database.ts';
import { grant, makeScopes } from './scopes.ts';

const administratorLogin = 'verwaltung';
const passwordFile = 'verwaltung-kennwort.txt';

/** Makes the scope of the house, which everyone may read. Harmless when repeated. */
export async function ensureHouse(database: Database): Promise<void> {
  await inTransaction(database, 'write', async (connection) => {
    const made = await makeScopes(connection, [{ id: houseScopeId, kind: 'g' }]);
    if (!made.has(houseScopeId)) return;
    await grant(connection, [{ scopeId: houseScopeId, principalId: everyonePrincipalId, level: 'read' }]);
  });
}

/**
 * Makes the first account of administration when the store has none. The password is the given one, or a random one written to a file
 * only its owner may read; returns the path of that file, null when none was written.
 */
export async function ensureAdministrator(
  database: Database,
  dataFolder: string,
  givenPassword: string | undefined,
): Promise<string | null> {
  const { rows } = await database.query(`select 1 from account where role = 'administration' limit 1`);
  if (rows.length > 0) return null;
  const password = givenPassword || randomBytes(18).toString('base64url');
  const file = givenPassword ? null : path.join(dataFolder, passwordFile);
  // The file first: an account whose password nobody knows would be worse than a file without account.
  if (file) {
    const text = `Anmeldename: ${administratorLogin}\nKennwort: ${password}\n`;
    await writeFile(file, text, { mode: 0o600 });
  }
  const workerId: Id = createIdSource(Date.now, (bytes) => bytes.set(randomBytes(bytes.length)))();
  await saveAccount(database, workerId, { workerId, login: administratorLogin, password, role: 'administration' });
  return file;
}

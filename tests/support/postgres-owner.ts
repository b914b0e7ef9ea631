// A centre reduced to its database, to be killed by a test: starts PostgreSQL in the folder given, writes one row, says so, stays.
import pg from 'pg';
import { startEmbeddedPostgres } from '../../central/postgres/embedded.ts';

const [dataFolder = ''] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const onProgress = (message: string) => say({ progress: message });
  const { connectionString, pid } = await startEmbeddedPostgres({ dataFolder, onProgress });
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('create table if not exists letters (subject text not null)');
  await client.query("insert into letters values ('Weiterbewilligungsantrag')");
  say({ acknowledged: true, pid, connectionString });
} catch (error) {
  say({ refused: error instanceof Error ? error.message : String(error), code: (error as { code?: string }).code });
  process.exitCode = 1;
}

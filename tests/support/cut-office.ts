import { onTestFinished } from 'vitest';
import { openOffice, type Office, password } from '../../central/testing/office.ts';
import type { Store } from '../../db/store.ts';
import { temporaryStore } from '../../db/test-support/temporary-store.ts';
import { CutLine } from './cut-line.ts';
import { temporaryDatabase } from './postgres.ts';

/** An office, Anna's line to it that can be cut at any byte, and the store of her desk; all gone when the test is over. */
export async function openCutOffice(): Promise<{ office: Office; line: CutLine; store: Store }> {
  const database = await temporaryDatabase();
  const office = await openOffice(database.connectionString);
  await office.desk('anna');
  const line = await CutLine.open(office.address, { login: 'anna', password });
  const store = temporaryStore();
  onTestFinished(async () => {
    store.discard();
    await line.close();
    await office[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });
  return { office, line, store };
}

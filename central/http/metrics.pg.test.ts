import { expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { openOffice, noteArgs } from '../testing/office.ts';
import { serveMetrics } from './metrics.ts';

test('the figures count requests and commands by kind, name nobody, and are served for this machine only', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const anna = await office.desk('anna');
  await anna.run('addNote', noteArgs(office.caseFiles.anna, 'geheimer Text'));
  await anna.run('addNote', noteArgs(office.caseFiles.bernd, 'ohne Recht'));
  const served = await serveMetrics(office.central.metrics, 0);
  onTestFinished(() => served.stop());
  const text = await (await fetch(served.address)).text();
  expect(text).toMatch(/^aktenpult_commands_total\{result="ok"\} 1$/m);
  expect(text).toMatch(/^aktenpult_commands_total\{result="forbidden"\} 1$/m);
  expect(text).toMatch(/^aktenpult_quarantine_open 1$/m);
  expect(text).toMatch(/^aktenpult_request_seconds_count\{method="POST",route="\/v1\/push",status="200"\} 2$/m);
  expect(text).not.toContain('anna');
  expect(text).not.toContain(office.caseFiles.anna);
  expect(text).not.toContain('geheimer');
  expect((await fetch(served.address.replace('/metrics', '/'))).status).toBe(404);
  expect(new URL(served.address).hostname).toBe('127.0.0.1');
});

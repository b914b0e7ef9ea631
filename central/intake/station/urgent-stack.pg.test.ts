import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { ScanOffice } from '../../testing/scan-office.ts';
import { createTextReader, scanOf } from '../../testing/text-reader.ts';
import { takeIn } from './take-in.ts';

const within = { timeout: 20_000, interval: 20 };

test('what somebody waits for is read and delivered while two long stacks are in work', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const long = Promise.withResolvers<void>();
  const begun = new Set<string>();
  const onPage = (text: string) => {
    begun.add(text);
    return text.startsWith('Lang') ? long.promise : undefined;
  };
  const { intake } = await scans.start({ leaseMilliseconds: 60_000, openReader: () => createTextReader(onPage) });
  await scans.scan('a.pdf', scanOf('Lang eins'));
  await scans.scan('b.pdf', scanOf('Lang zwei'));
  await vi.waitFor(() => expect(begun.size).toBe(2), within);
  await scans.scan('c.pdf', scanOf('Lang drei'));
  const file = { source: 'upload' as const, station: 'Empfang', fileName: 'x.pdf', takenBy: scans.office.ids.post };
  await takeIn(intake, { ...file, content: scanOf('Eilig'), isUrgent: true });
  try {
    await vi.waitFor(async () => expect((await scans.delivered()).map(({ text }) => text)).toEqual(['Eilig']), within);
    // The lane is for what is waited for, and for nothing else.
    expect([...begun]).not.toContain('Lang drei');
  } finally {
    long.resolve();
  }
  await vi.waitFor(async () => expect(await scans.delivered()).toHaveLength(4), within);
});

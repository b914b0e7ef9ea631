import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { newId } from '../../testing/desk.ts';
import { ScanOffice } from '../../testing/scan-office.ts';
import { addStack, type Claim, claimStack, holdClaim, releaseClaim, renewClaim, type Stack } from './stacks.ts';

const claimOf = ({ id, round, claimNumber }: Stack, serviceId: Claim['serviceId']): Claim => ({
  ...{ stackId: id, serviceId, round, claimNumber },
});
const progress = { done: 0, total: null };

test('a worker whose lease has run out has lost the stack, also to the same service in the same round', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const store = scans.database;
  const stack = { id: newId(), station: 'Empfang', source: 'upload' as const, fileName: 'a.pdf', takenBy: null };
  const content = { sha256: 'ab'.repeat(32), size: 1 };
  await addStack(store, { ...stack, content, place: null, isUrgent: false, told: null });
  const serviceId = newId();
  const claim = async (leaseMilliseconds: number) => {
    const claimed = await claimStack(store, { serviceId, leaseMilliseconds, onlyUrgent: false });
    if (!claimed) throw new Error('there is nothing to claim');
    return claimOf(claimed, serviceId);
  };
  // Over as soon as it begins: as after a long pause of the whole process.
  const late = await claim(-1_000);
  const now = await claim(60_000);
  expect(now.round).toBe(late.round);
  expect(await renewClaim(store, { ...late, leaseMilliseconds: 60_000 }, progress)).toBe(false);
  expect(await holdClaim(store, late)).toBe(false);
  await releaseClaim(store, late, { laterBy: 0, isCounted: false, reason: null });
  expect(await renewClaim(store, { ...now, leaseMilliseconds: 60_000 }, progress)).toBe(true);
  expect(await holdClaim(store, now)).toBe(true);
  // Given back uncounted and claimed again, the attempts are the same and the claim is not.
  await releaseClaim(store, now, { laterBy: 0, isCounted: false, reason: null });
  const again = await claim(60_000);
  expect(await holdClaim(store, now)).toBe(false);
  expect(await holdClaim(store, again)).toBe(true);
});

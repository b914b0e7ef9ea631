import { expect, test } from 'vitest';
import { asId } from '../../../core/domain/ids.ts';
import { postProblem, postWords } from './post-words.ts';

const [north, south] = [asId('0192a000-0000-7000-8000-000000000001'), asId('0192a000-0000-7000-8000-000000000002')];
const worker = { role: 'worker' as const, teamId: north };
const lead = { role: 'teamLead' as const, teamId: north };

test('another team says what becomes of her files, another role does not', () => {
  expect(postWords(worker, { ...worker, teamId: south })).toContain('Ihre Akten und ihr Postkorb gehen mit');
  expect(postWords(worker, lead)).toBe('Es gilt sofort und an allen Geräten dieser Person.');
});

test('who no longer leads a team reads that its files leave her devices', () => {
  expect(postWords(lead, worker)).toContain('von ihren Geräten entfernt');
  expect(postWords(lead, { ...lead, teamId: south })).toContain('von ihren Geräten entfernt');
});

test('a change says what is missing: something to change, a team for its lead, a reason', () => {
  expect(postProblem(worker, worker, 'Grund')).toContain('schon so eingetragen');
  expect(postProblem(worker, { role: 'teamLead', teamId: null }, 'Grund')).toContain('gehört ein Team');
  expect(postProblem(worker, lead, ' a ')).toBe('Bitte den Grund angeben.');
  expect(postProblem(worker, lead, 'Umsetzung')).toBeNull();
});

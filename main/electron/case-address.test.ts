import { expect, test } from 'vitest';
import { CaseFollower, fileNumberInAddress } from './case-address.ts';

const pattern = 'http://127.0.0.1:4700/fall/{fileNumber}';

test.each([
  ['http://127.0.0.1:4700/fall/31402BG0001234', '31402BG0001234'],
  ['http://127.0.0.1:4700/fall/31402bg0001234?x=1#y', '31402BG0001234'],
  ['http://127.0.0.1:4700/fall/31402BG0001234/berechnung', '31402BG0001234'],
  ['http://127.0.0.1:4700/fall/31402%2F%2F0001234', '31402BG0001234'],
  ['http://127.0.0.1:4700/fall/', null],
  ['http://127.0.0.1:4700/', null],
  ['http://127.0.0.1:4700/fall/%E0%A4%A', null],
  ['http://127.0.0.1:4701/fall/31402BG0001234', null],
  ['http://evil.example/?http://127.0.0.1:4700/fall/31402BG0001234', null],
  ['kein', null],
])('%s shows case %s', (address, fileNumber) => {
  expect(fileNumberInAddress(pattern, address)).toBe(fileNumber);
});

test('a pattern with the number in the query and more behind it', () => {
  const query = 'https://fach.example/app?bg={fileNumber}&sicht=fall';
  expect(fileNumberInAddress(query, 'https://fach.example/app?bg=314A103862&sicht=fall')).toBe('314A103862');
  expect(fileNumberInAddress(query, 'https://fach.example/app?bg=314A103862')).toBeNull();
  expect(fileNumberInAddress('https://fach.example/fall', 'https://fach.example/fall')).toBeNull();
});

test('a case is told once, not for its tabs, and again after another page', () => {
  const follower = new CaseFollower(pattern);
  const at = (path: string) => follower.arrived(`http://127.0.0.1:4700${path}`);
  expect(at('/fall/314A103862')).toBe('314A103862');
  expect(at('/fall/314A103862/zahlungen')).toBeNull();
  expect(at('/')).toBeNull();
  expect(at('/fall/314A103862')).toBe('314A103862');
  expect(at('/fall/314B103879')).toBe('314B103879');
});

test('a case that the desk asked for is not told back, the next one is', () => {
  const follower = new CaseFollower(pattern);
  follower.asks('http://127.0.0.1:4700/fall/314A103862');
  expect(follower.arrived('http://127.0.0.1:4700/fall/314A103862')).toBeNull();
  expect(follower.arrived('http://127.0.0.1:4700/fall/314A103862/berechnung')).toBeNull();
  expect(follower.arrived('http://127.0.0.1:4700/fall/314B103879')).toBe('314B103879');
});

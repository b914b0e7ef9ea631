import { expect, it } from 'vitest';
import { createAttention } from './attention.ts';

it('somebody is at work for a moment after each thing that was asked for', () => {
  let now = 0;
  const attention = createAttention(() => now);
  expect(attention.isAsked()).toBe(false);
  attention.noteAsked();
  now += 200;
  expect(attention.isAsked()).toBe(true);
  attention.noteAsked();
  now += 299;
  expect(attention.isAsked()).toBe(true);
  now += 1;
  expect(attention.isAsked()).toBe(false);
});

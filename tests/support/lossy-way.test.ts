import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { NarrowLine } from './narrow-line.ts';
import { seededRandom } from './desk-world.ts';

test('over a line that loses segments everything arrives in both directions, in order, on several connections', async () => {
  const server = createServer((request, response) => request.pipe(response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  let lost = 0;
  const random = seededRandom(7);
  const drawn = () => {
    const one = random();
    if (one < 0.05) lost += 1;
    return one;
  };
  const loss = { rate: 0.05, random: drawn };
  const line = await NarrowLine.open(`http://127.0.0.1:${port}`, { megabits: 1000, delay: 1, loss });
  const bodies = Array.from({ length: 4 }, () => randomBytes(100_000));
  const answers = await Promise.all(bodies.map((body) => fetch(line.address, { method: 'POST', body })));
  const back = await Promise.all(answers.map(async (answer) => Buffer.from(await answer.arrayBuffer())));
  expect(back.map((bytes, number) => bytes.equals(bodies[number] as Buffer))).toEqual([true, true, true, true]);
  expect(lost).toBeGreaterThan(0);
  await line.close();
  server.close();
});

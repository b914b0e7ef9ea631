import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCentralClient } from '../../../backend/sync/central-client.ts';
import { createHttpLine } from '../../../backend/sync/http-line.ts';
import { Desk } from '../../../central/testing/desk.ts';
import { noteArgs } from '../../../central/testing/office.ts';
import { pushLimit } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { type Figure, median, ratioOf, spread, timed } from '../figures.ts';
import { listen } from './bare-server.ts';
import { account, type House } from './house.ts';

const desksPushing = 8;

/** How long a desk waits until a command is safe at the centre, and how many commands a second several desks get rid of. */
export async function measurePush(house: House, isQuick: boolean): Promise<Figure[]> {
  const desks = await desksOf(house);
  return [
    await acknowledged(house, isQuick ? 100 : 500),
    await perSecond(house, desks, isQuick, 'the embedded PostgreSQL'),
  ];
}

/** Commands a second on a PostgreSQL that is not the centre's own. `server`: what it is. */
export async function measurePushOn(house: House, isQuick: boolean, server: string): Promise<Figure> {
  return perSecond(house, await desksOf(house), isQuick, server);
}

async function desksOf(house: House): Promise<Desk[]> {
  const desks: Desk[] = [];
  for (let number = 0; number < desksPushing; number += 1) {
    desks.push(await Desk.login(house.address, account.login, account.password));
  }
  return desks;
}

const note = (caseFileId: Id) => ({ name: 'addNote', args: noteArgs(caseFileId, 'Rückruf wegen der Nebenkosten') });

/** One command at a time through the line a desk has, its answer checked as there; floor: the same bytes over such a line, and fsync. */
async function acknowledged(house: House, rounds: number): Promise<Figure> {
  const caseFileId = house.caseFileIds[0] as Id;
  const central = createCentralClient(house.address);
  const session = await central.logIn({ ...account, deviceName: 'Messung' });
  central.useAccessToken(session.accessToken);
  const desk = new Desk(house.address, session);
  const { epoch, clientId } = desk;
  const pushOnce = async () => {
    const commands = desk.number([note(caseFileId)]);
    return timed(async () => {
      const { results } = await central.push({ epoch, clientId, commands });
      if (results[0]?.result !== 'ok') throw new Error('a command was not taken');
    });
  };
  // A centre that has just been started is slower for its first hundreds of answers; it runs for weeks.
  for (let round = 0; round < rounds; round += 1) await pushOnce();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await pushOnce());
  times.sort((left, right) => left - right);
  central.close();
  const body = JSON.stringify(desk.number([note(caseFileId)]));
  const floor = await bareStore(
    Array.from({ length: 2 * rounds }, () => body),
    1,
    rounds,
  );
  return {
    what: 'one command pushed and acknowledged by a centre that has taken some: rights, rule, journal with its chain, on disk',
    ours: spread(times, 0.99),
    budget: 'p50 5 ms, p99 40 ms',
    beside: `bare POST + fsync: ${spread(floor.times, 0.99)}`,
    ratio: ratioOf(median(times), median(floor.times)),
  };
}

/** Several desks push full batches into files of their own; floor: POST and fsync of the same batches. */
async function perSecond(house: House, desks: Desk[], isQuick: boolean, server: string): Promise<Figure> {
  const batches = isQuick ? 5 : 20;
  const bodies: string[] = [];
  const taken = await timed(() =>
    Promise.all(
      desks.map(async (desk, number) => {
        const caseFileId = house.caseFileIds[number + 1] as Id;
        for (let batch = 0; batch < batches; batch += 1) {
          const commands = desk.number(Array.from({ length: pushLimit }, () => note(caseFileId)));
          bodies.push(JSON.stringify(commands));
          const { results } = await desk.send(commands);
          if (results.some(({ result }) => result !== 'ok')) throw new Error('a command was not taken');
        }
      }),
    ),
  );
  const floor = await bareStore(bodies, desks.length);
  const [rate, floorRate] = [taken, floor.taken].map((time) => (bodies.length * pushLimit * 1000) / time) as [
    number,
    number,
  ];
  const perSecondOf = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;
  return {
    what: `commands a second from ${desks.length} desks on ${server}, ${pushLimit} to a push`,
    ours: perSecondOf(rate),
    budget: '≥ 2,000/s',
    beside: `bare POST + fsync of the same pushes: ${perSecondOf(floorRate)}`,
    ratio: ratioOf(rate, floorRate),
  };
}

/** Posts bodies over some connections to a server that only appends and syncs. Milliseconds of each after the first `skipped`, sorted, and of all. */
async function bareStore(
  bodies: string[],
  connections: number,
  skipped = 0,
): Promise<{ times: number[]; taken: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  const file = await open(join(folder, 'log'), 'a');
  const keep = async (request: IncomingMessage, response: ServerResponse) => {
    for await (const part of request) await file.write(part as Buffer);
    await file.datasync();
    response.end('{}');
  };
  const server = createServer((request, response) => void keep(request, response));
  const address = await listen(server);
  const waiting = [...bodies];
  const times: number[] = [];
  const line = createHttpLine(address);
  const post = async () => {
    for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
      const question = { method: 'POST', path: '/', headers: {}, body, wait: 0 };
      times.push(await timed(async () => (await line.ask(question)).bytes()));
    }
  };
  const taken = await timed(() => Promise.all(Array.from({ length: connections }, post)));
  line.close();
  server.closeAllConnections();
  server.close();
  await file.close();
  await rm(folder, { recursive: true });
  return { times: times.slice(skipped).sort((left, right) => left - right), taken };
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Desk } from '../../../central/testing/desk.ts';
import { noteArgs } from '../../../central/testing/office.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { everyonePrincipalId } from '../../../core/domain/standing-ids.ts';
import { sampleId } from '../../../demo/filling/sample-ids.ts';
import { type Figure, median, milliseconds, ratioOf, spread, timed } from '../figures.ts';
import { newId } from '../large-desk.ts';
import { account, addCaseFile, type House } from './house.ts';
import type { ManyDesksNews, ManyDesksOrder } from '../many-desks-entry.ts';

const processes = 2;
const workers = 20;

/** One change until the last of many connected desks has its rows; beside it the same with a tenth of the desks. */
export async function measureManyDesks(house: House, isQuick: boolean): Promise<Figure[]> {
  const caseFileId = await addCaseFile(house.access, [
    [sampleId('worker:jensen'), 'write'],
    [everyonePrincipalId, 'read'],
  ]);
  const tokens = await logInMany(house);
  const writer = await Desk.login(house.address, account.login, account.password);
  const rounds = isQuick ? 10 : 30;
  const few = await lastOf(house, writer, caseFileId, tokens, { desks: 100, rounds });
  const many = await lastOf(house, writer, caseFileId, tokens, { desks: 1_000, rounds });
  return [
    {
      what: 'one change told to 1,000 connected desks, its rows brought to each by its rights, the last one',
      ours: `${spread(many.times)}; the desks' own processes compute ${milliseconds(many.cpu)} of it on the same cores`,
      budget: 'p50 200 ms',
      beside: `the same with 100 desks: p50 ${milliseconds(median(few.times))}`,
      ratio: ratioOf(median(many.times), median(few.times)),
    },
  ];
}

async function logInMany({ access, address }: House): Promise<string[]> {
  const tokens: string[] = [];
  for (let number = 0; number < workers; number += 1) {
    const login = `messung${number}`;
    await access.makeAccount({ workerId: newId(), login, password: account.password, role: 'worker' });
    tokens.push((await Desk.login(address, login, account.password)).token);
  }
  return tokens;
}

/** `times`: milliseconds from the push until the last desk has the new version, sorted; `cpu`: what the desks compute for one change. */
type Last = { times: number[]; cpu: number };

async function lastOf(
  house: House,
  writer: Desk,
  scopeId: Id,
  tokens: string[],
  size: { desks: number; rounds: number },
): Promise<Last> {
  const known = (await writer.pull({ scopeId, after: 1 })).scopes[0]?.head ?? 0;
  const order = { address: house.address, tokens, count: size.desks / processes, scopeId, known };
  const children = Array.from({ length: processes }, () => openDesks(order));
  await Promise.all(children.map(({ ready }) => ready));
  const times: number[] = [];
  const cpu: number[] = [];
  for (let round = 1; round <= size.rounds; round += 1) {
    const all = Promise.all(children.map((child) => child.reached(known + round)));
    times.push(
      await timed(async () => {
        await writer.run('addNote', noteArgs(scopeId));
        cpu.push((await all).reduce((sum, one) => sum + one, 0));
      }),
    );
  }
  for (const { child } of children) {
    child.kill();
    await once(child, 'exit');
  }
  const perRound = ((cpu.at(-1) ?? 0) - (cpu[0] ?? 0)) / Math.max(1, cpu.length - 1);
  return { times: times.sort((left, right) => left - right), cpu: perRound };
}

type Desks = { child: ChildProcess; ready: Promise<void>; reached(version: number): Promise<number> };

function openDesks(order: ManyDesksOrder): Desks {
  const child = fork(join(import.meta.dirname, '../many-desks-entry.ts'), { execArgv: process.execArgv });
  const ready = Promise.withResolvers<void>();
  const waiting = new Map<number, (cpu: number) => void>();
  child.on('message', (news: ManyDesksNews) => {
    if ('ready' in news) ready.resolve();
    else waiting.get(news.all)?.(news.cpu);
  });
  child.once('exit', (code) => ready.reject(new Error(`the many desks ended with ${code}`)));
  child.send(order);
  return {
    child,
    ready: ready.promise,
    reached: (version) =>
      new Promise((resolve) => {
        waiting.set(version, resolve);
      }),
  };
}

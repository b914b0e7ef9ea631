import { Agent, type IncomingMessage, request } from 'node:http';
import { type Poke, pokeSchema, type PullResponse } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';

// Many light desks in one process: each listens for pokes, takes what they bring along and pulls the rest. Told what to do over the process
// channel.

export type ManyDesksOrder = { address: string; tokens: string[]; count: number; scopeId: Id; known: number };
/** ready: all listen; all: all desks of this process have pulled that version; cpu: milliseconds it has computed so far. */
export type ManyDesksNews = { ready: true } | { all: number; cpu: number };

// Each desk keeps its connection, as a real one does.
const agent = new Agent({
  keepAlive: true,
  maxSockets: Number.POSITIVE_INFINITY,
  maxFreeSockets: Number.POSITIVE_INFINITY,
});
const tell = (news: ManyDesksNews): void => {
  process.send?.(news);
};

process.once('message', (order: ManyDesksOrder) => {
  let listening = 0;
  const reached = new Map<number, number>();
  const onReady = () => {
    listening += 1;
    if (listening === order.count) tell({ ready: true });
  };
  const onVersion = (version: number) => {
    const count = (reached.get(version) ?? 0) + 1;
    reached.set(version, count);
    if (count < order.count) return;
    const { user, system } = process.cpuUsage();
    tell({ all: version, cpu: (user + system) / 1_000 });
  };
  for (let number = 0; number < order.count; number += 1) {
    openDesk(order, order.tokens[number % order.tokens.length] ?? '', onReady, onVersion);
  }
});

function openDesk(order: ManyDesksOrder, token: string, onReady: () => void, onVersion: (version: number) => void) {
  let { known } = order;
  let isPulling = false;
  let head = known;
  const take = (answer: PullResponse) => {
    for (const scope of answer.scopes) {
      if (scope.scopeId !== order.scopeId || scope.after !== known) continue;
      for (let version = known + 1; version <= scope.to; version += 1) onVersion(version);
      known = Math.max(known, scope.to);
    }
  };
  const pull = async () => {
    if (isPulling || head <= known) return;
    isPulling = true;
    const answer = await post(order, token, { need: [{ scopeId: order.scopeId, after: known }] });
    isPulling = false;
    take(answer);
    await pull();
  };
  const headers = { authorization: `Bearer ${token}` };
  request(`${order.address}/v1/events`, { headers }, (response) => {
    readPokes(response, onReady, (poke) => {
      for (const told of poke.heads) if (told.scopeId === order.scopeId) head = Math.max(head, told.head);
      if (poke.pulled && !isPulling) take(poke.pulled);
      void pull();
    });
  }).end();
}

function readPokes(response: IncomingMessage, onReady: () => void, onPoke: (poke: Poke) => void): void {
  let rest = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.startsWith('event: ready')) onReady();
      if (block.startsWith('event: poke')) onPoke(pokeSchema.parse(JSON.parse(block.split('\ndata: ')[1] ?? '')));
    }
  });
}

function post(order: ManyDesksOrder, token: string, body: unknown): Promise<PullResponse> {
  const text = JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  };
  return new Promise((resolve, reject) => {
    const asked = request(`${order.address}/v1/pull`, { method: 'POST', headers, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString()) as PullResponse));
    });
    asked.on('error', reject);
    asked.end(text);
  });
}

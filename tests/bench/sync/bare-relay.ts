import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timed } from '../figures.ts';
import { listen } from './bare-server.ts';

/** The floor of a change that must be safe and told: POST, fsync and a server-sent event, nothing else. Milliseconds, sorted. */
export async function bareRelay(rounds: number): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-bench-'));
  const file = await open(join(folder, 'log'), 'a');
  let listener: ServerResponse | null = null;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      listener = response;
      return;
    }
    for await (const part of request) await file.write(part as Buffer);
    await file.datasync();
    response.end('{}');
    listener?.write('data: x\n\n');
  };
  const server = createServer((request, response) => void answer(request, response));
  const address = await listen(server);
  const events = await fetch(address);
  const reader = (events.body as ReadableStream<Uint8Array>).getReader();
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    all.push(
      await timed(async () => {
        const heard = reader.read();
        await fetch(address, { method: 'POST', body: 'x'.repeat(300) });
        await heard;
      }),
    );
  }
  await reader.cancel();
  server.closeAllConnections();
  server.close();
  await file.close();
  await rm(folder, { recursive: true });
  return all.sort((left, right) => left - right);
}

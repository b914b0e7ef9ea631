import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

// The peer of our contents, as bare as can be: PUT into a file that is flushed, GET from a file. Nobody is asked who they are, nothing is
// hashed, nothing is noted, and a name is not flushed. Usage: plain-server.ts FOLDER

const folder = process.argv[2] ?? '.';
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = join(folder, (request.url ?? '').replaceAll(/\W/g, ''));
  if (request.method === 'GET') {
    response.setHeader('content-length', (await stat(name)).size);
    createReadStream(name).pipe(response);
    return;
  }
  const file = await open(name, 'w');
  for await (const part of request) await file.write(part as Buffer);
  await file.datasync();
  await file.close();
  response.end();
}

// A line that breaks ends the request, not the server.
const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
server.listen(0, '127.0.0.1', () => {
  console.log(`Gegenstück bereit: http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.stdin.on('end', () => process.exit(0)).resume();
process.on('SIGTERM', () => process.exit(0));

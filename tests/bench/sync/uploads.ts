import { createHash, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Figure, timed } from '../figures.ts';
import { listen } from './bare-server.ts';
import type { House } from './house.ts';

/** Files of 300 kB to the centre; peer: the same files by plain HTTP into files, with fsync. */
export async function measureUploads({ access, folder }: House, isQuick: boolean): Promise<Figure[]> {
  const files = Array.from({ length: isQuick ? 20 : 100 }, () => randomBytes(300_000));
  const ours = await timed(async () => {
    for (const bytes of files) await access.upload(createHash('sha256').update(bytes).digest('hex'), bytes);
  });
  let number = 0;
  const keep = async (request: IncomingMessage, response: ServerResponse) => {
    number += 1;
    const file = await open(join(folder, `plain-${number}`), 'w');
    for await (const part of request) await file.write(part as Buffer);
    await file.datasync();
    await file.close();
    response.end();
  };
  const server = createServer((request, response) => void keep(request, response));
  const address = await listen(server);
  const plain = await timed(async () => {
    for (const body of files) await fetch(address, { method: 'PUT', body });
  });
  server.closeAllConnections();
  server.close();
  const rate = (taken: number) => `${Math.round((files.length / taken) * 1000)} files/s`;
  const figure = {
    what: 'blobs of 300 kB to the centre: asked for, hashed at both ends, fsynced, recorded',
    ours: rate(ours),
    budget: '≥ 80 % of plain HTTP',
    beside: `plain HTTP PUT with fsync: ${rate(plain)}`,
    ratio: `${Math.round((plain / ours) * 100)} %`,
  };
  return [figure];
}

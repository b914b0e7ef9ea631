import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Port } from '../../core/rpc/port.ts';
import { type WebSocketLike, webSocketPort } from '../../core/rpc/web-socket-port.ts';
import { contentSecurityPolicy, pageHeaders, resolvePath } from '../shared/page-files.ts';

export type PageServer = { origin: string; port: number; close(): Promise<void> };

/** Serves the page and the pipe to the backend on 127.0.0.1 only; requests under another name or from another origin are refused. */
export async function startPageServer(options: {
  folder: string;
  port: number;
  frameOrigin: string | null;
  onConnection: (port: Port) => void;
}): Promise<PageServer> {
  const policy = contentSecurityPolicy(options.frameOrigin);
  const server = createServer((request, response) => {
    if (!isOwnHost(request)) return refuse(response, 403);
    void sendFile(options.folder, policy, request, response);
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024 });
  server.on('upgrade', (request, socket, head) => {
    const isOwn = isOwnHost(request) && request.headers.origin === `http://${request.headers.host}`;
    if (!isOwn || request.url !== '/backend') return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (connection) => {
      connection.on('error', () => connection.terminate());
      options.onConnection(webSocketPort(connection as unknown as WebSocketLike, textCodec));
    });
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      for (const connection of sockets.clients) connection.terminate();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const textCodec = {
  encode: (text: string) => encoder.encode(text),
  decode: (bytes: Uint8Array) => decoder.decode(bytes),
};

/** Keeps out pages that reach 127.0.0.1 under a name of their own (DNS rebinding). */
function isOwnHost(request: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '');
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end();
}

async function sendFile(
  folder: string,
  policy: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const path = resolvePath(folder, request.url ?? '/');
  const found = path ? await stat(path).catch(() => null) : null;
  if (!path || !found?.isFile()) return refuse(response, 404);
  response.writeHead(200, { ...pageHeaders(path, policy), 'content-length': found.size });
  if (request.method === 'HEAD') response.end();
  else createReadStream(path).pipe(response);
}

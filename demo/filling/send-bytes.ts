import { Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

/** Like `fetch` for a body of bytes, which is not copied on its way: for an office of some thousand files that is half of the work. */
export async function sendBytes(
  address: string,
  init: { method: string; headers: Record<string, string>; body: Uint8Array; signal: AbortSignal },
): Promise<Response> {
  const url = new URL(address);
  const isSecure = url.protocol === 'https:';
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const { method, signal, body } = init;
    const headers = { ...init.headers, 'content-length': body.byteLength };
    const options = { method, signal, headers, agent: agents[isSecure ? 'https:' : 'http:'] };
    const request = (isSecure ? httpsRequest : httpRequest)(url, options, resolve);
    request.once('error', reject);
    request.end(body);
  });
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  const status = message.statusCode ?? 500;
  return new Response(parts.length > 0 ? Buffer.concat(parts) : null, { status });
}

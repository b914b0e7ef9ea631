import { createHmac } from 'node:crypto';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Id } from '../../core/domain/ids.ts';
import { checkedLookup, checkWebhookUrl, ForbiddenAddressError } from './webhook-address.ts';

const longestWait = 15_000; // milliseconds, from the first look-up to the status

export type Signed = { id: Id; body: string; secret: Buffer };

/** Headers after Standard Webhooks: the receiver computes the same HMAC over id, time and body. */
export function signedHeaders({ id, body, secret }: Signed, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** Sends one message; null when it was taken (2xx), else why not, in German. Redirects are not followed. */
export async function callWebhook(url: string, networks: readonly string[], message: Signed): Promise<string | null> {
  try {
    const status = await post(checkWebhookUrl(url, networks), networks, message);
    return status >= 200 && status < 300 ? null : `Der Empfänger hat mit ${status} geantwortet.`;
  } catch (error) {
    if (error instanceof ForbiddenAddressError) return error.message;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unbekannt';
    return `Der Empfänger ist nicht zu erreichen (${code}).`;
  }
}

function post(url: URL, networks: readonly string[], message: Signed): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestSecure : requestPlain)(url, {
      method: 'POST',
      // A connection of its own each time: one that was checked earlier may lead elsewhere by now.
      agent: false,
      lookup: checkedLookup(url.hostname, networks),
      signal: AbortSignal.timeout(longestWait),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(message.body),
        'user-agent': 'Aktenpult',
        ...signedHeaders(message, Date.now()),
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.on('error', () => undefined); // only its status counts
      response.destroy();
    });
    request.end(message.body);
  });
}

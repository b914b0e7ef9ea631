import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = { headers: IncomingHttpHeaders; body: string };

/** A real HTTP server that keeps what it is sent and answers as told: by default 204. */
export class Receiver implements AsyncDisposable {
  readonly received: Received[] = [];
  /** The answer to the next request; `hang` says nothing and breaks the line. */
  answer: (received: Received) => number | 'hang' = () => 204;
  readonly url: string;
  readonly #close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
  }

  static async open(): Promise<Receiver> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const received = { headers: request.headers, body: Buffer.concat(parts).toString() };
        receiver.received.push(received);
        const answer = receiver.answer(received);
        if (answer === 'hang') request.socket.destroy();
        else response.writeHead(answer, { location: 'http://169.254.169.254/' }).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
    const receiver = new Receiver(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close);
    return receiver;
  }

  /** The messages as they were sent, repeats included. */
  messages(): { type: string; data: Record<string, string> }[] {
    return this.received.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, string> });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

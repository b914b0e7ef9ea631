import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * One address for several services, as a county's load balancer is: each request goes to the next one, whatever the connection; one that
 * does not listen is passed over.
 */
export class RoundRobin {
  readonly targets: string[];
  /** Requests by target. */
  readonly passed = new Map<string, number>();
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  #next = 0;

  private constructor(targets: string[]) {
    this.targets = targets;
    this.#server = createServer((asked, answer) => void this.#take(asked, answer));
  }

  static async before(targets: string[]): Promise<RoundRobin> {
    const balancer = new RoundRobin(targets);
    await new Promise<void>((done) => balancer.#server.listen(0, '127.0.0.1', done));
    return balancer;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
    this.#agent.destroy();
  }

  /** The body is read first, so that another service can be asked where one does not listen. */
  async #take(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    try {
      const parts: Buffer[] = [];
      for await (const part of asked) parts.push(part as Buffer);
      this.#pass(asked, Buffer.concat(parts), answer, this.targets.length);
    } catch {
      answer.destroy(); // whoever asked is gone
    }
  }

  #pass(asked: IncomingMessage, body: Buffer, answer: ServerResponse, tries: number): void {
    const target = this.targets[this.#next % this.targets.length] ?? '';
    this.#next += 1;
    const { method, url, headers } = asked;
    const onward = request(new URL(url ?? '/', target), { method, headers, agent: this.#agent });
    onward.on('response', (response) => {
      this.passed.set(target, (this.passed.get(target) ?? 0) + 1);
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.on('error', () => answer.destroy());
      response.on('close', () => {
        if (!response.complete) answer.destroy();
      });
      response.pipe(answer);
    });
    onward.on('error', (error: NodeJS.ErrnoException) => {
      if (answer.headersSent) return answer.destroy();
      if (error.code === 'ECONNREFUSED' && tries > 1) return this.#pass(asked, body, answer, tries - 1);
      answer.destroy();
    });
    answer.on('close', () => onward.destroy());
    onward.end(body);
  }
}

import { once } from 'node:events';
import { type AddressInfo, createServer, connect as connectSocket, type Server, type Socket } from 'node:net';

export type Direction = 'up' | 'down';

/** A line between a desk and its centre that can be cut at any byte. */
export class CuttingProxy {
  /** Bytes that have passed since the start. */
  readonly passed: Record<Direction, number> = { up: 0, down: 0 };
  /** Connections that were cut. */
  cuts = 0;
  isRefusing = false;
  readonly #server: Server;
  readonly #target: { host: string; port: number };
  readonly #pairs = new Set<{ near: Socket; far: Socket }>();
  #cutAt: Record<Direction, number> = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY };

  private constructor(target: { host: string; port: number }) {
    this.#target = target;
    // Half-open connections stay so: an answer still comes when the asking side has said all it had to say.
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#join(near));
  }

  /** Opens a line to an address like `http://127.0.0.1:4000`. */
  static async open(address: string): Promise<CuttingProxy> {
    const { hostname, port } = new URL(address);
    const proxy = new CuttingProxy({ host: hostname, port: Number(port) });
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** Cuts everything that is open now. */
  cutAll(): void {
    for (const { near, far } of this.#pairs) this.#cut(near, far);
  }

  /** Lets exactly so many more bytes pass in one direction, then cuts the connection on which they came, once. */
  cutAfter(direction: Direction, bytes: number): void {
    this.#cutAt[direction] = this.passed[direction] + bytes;
  }

  /** Forgets a cut that has not come yet. */
  mend(): void {
    this.#cutAt = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY };
    this.isRefusing = false;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.cutAll();
    await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    near.on('error', () => undefined);
    if (this.isRefusing) return void near.resetAndDestroy();
    const far = connectSocket({ ...this.#target, allowHalfOpen: true });
    far.on('error', () => undefined);
    const pair = { near, far };
    this.#pairs.add(pair);
    this.#pass('up', near, far);
    this.#pass('down', far, near);
    for (const socket of [near, far]) {
      socket.on('close', () => {
        this.#pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  }

  #pass(direction: Direction, from: Socket, to: Socket): void {
    from.on('data', (bytes: Buffer) => {
      const left = this.#cutAt[direction] - this.passed[direction];
      if (bytes.length < left) {
        this.passed[direction] += bytes.length;
        if (!to.write(bytes)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
        return;
      }
      this.#cutAt[direction] = Number.POSITIVE_INFINITY;
      this.passed[direction] += left;
      from.pause();
      // The last bytes arrive before the line breaks.
      to.write(bytes.subarray(0, left), () => this.#cut(from, to));
    });
    from.on('end', () => to.end());
  }

  #cut(near: Socket, far: Socket): void {
    if (near.destroyed && far.destroyed) return;
    this.cuts += 1;
    near.destroy();
    far.destroy();
  }
}
